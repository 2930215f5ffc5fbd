/** The measuring process's way to start a worker: it asks main, and gets a port to the worker. */
import type { MessagePortMain, ParentPort } from 'electron';
import { Fault } from '#core/errors.ts';
import type { Runtime } from '#core/providers.ts';
import type { Launchers, WorkerChannel, WorkerLauncher } from '#core/worker/channel.ts';
import type { FromBench, ToBench } from './bench-messages.ts';

interface Pending {
  resolve(channel: WorkerChannel): void;
  reject(fault: Fault): void;
}

export class WorkerLink {
  readonly #parent: Pick<ParentPort, 'postMessage'>;
  readonly #pending = new Map<number, Pending>();
  readonly #exits = new Map<number, (reason: string) => void>();
  #last = 0;

  constructor(parent: Pick<ParentPort, 'postMessage'>) {
    this.#parent = parent;
  }

  readonly launchers: Launchers = { native: this.#launcher('native'), web: this.#launcher('web') };

  #launcher(runtime: Runtime): WorkerLauncher {
    return () =>
      new Promise((resolve, reject) => {
        const worker = ++this.#last;
        this.#pending.set(worker, { resolve, reject });
        this.#say({ kind: 'launch-worker', worker, runtime });
      });
  }

  /** Takes main's messages about workers; leaves the others. */
  receive(message: ToBench, ports: readonly MessagePortMain[]): void {
    if (message.kind === 'worker-started') this.#connect(message.worker, ports[0]);
    if (message.kind === 'worker-exited') this.#exits.get(message.worker)?.(message.reason);
    if (message.kind === 'worker-refused') this.#take(message.worker)?.reject(Fault.fromWire(message.fault));
  }

  #connect(worker: number, port: MessagePortMain | undefined): void {
    const pending = this.#take(worker);
    if (port === undefined) {
      pending?.reject(new Fault('internal', `Worker ${worker} came without a port.`));
      return;
    }
    pending?.resolve(this.#channel(worker, port));
  }

  #channel(worker: number, port: MessagePortMain): WorkerChannel {
    let ending: string | null = null;
    let onExit: ((reason: string) => void) | null = null;
    this.#exits.set(worker, (reason) => {
      this.#exits.delete(worker);
      port.close();
      ending = reason;
      onExit?.(reason);
    });
    return {
      send: (message) => {
        if (ending === null) port.postMessage(message);
      },
      onMessage: (listener) => {
        port.on('message', ({ data }) => listener(data as unknown));
        // A port keeps what arrives until it is started, so nothing is lost before there is a listener.
        port.start();
      },
      onExit: (listener) => {
        onExit = listener;
        if (ending !== null) listener(ending);
      },
      kill: () => this.#say({ kind: 'kill-worker', worker }),
    };
  }

  #take(worker: number): Pending | undefined {
    const pending = this.#pending.get(worker);
    this.#pending.delete(worker);
    return pending;
  }

  #say(message: FromBench): void {
    this.#parent.postMessage(message);
  }
}
