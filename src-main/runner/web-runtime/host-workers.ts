/** Many workers over one host's channel, each as if it were a process of its own. */
import { Fault } from '#core/errors.ts';
import type { WorkerChannel } from '#core/worker/channel.ts';
import type { FromWebHost } from '#core/worker/host-messages.ts';
import type { WebHost } from './host-process.ts';

export interface WorkerTimes {
  /** For a page to be opened. */
  readonly openLimitMs: number;
  /** For a page to end that was told to; a host that cannot even do that is ended with all of its pages. */
  readonly killLimitMs: number;
}

interface Page {
  readonly onOpened: () => void;
  readonly listeners: ((message: unknown) => void)[];
  readonly end: (reason: string) => void;
}

export class HostWorkers {
  readonly #host: WebHost;
  readonly #times: WorkerTimes;
  readonly #pages = new Map<number, Page>();
  #last = 0;
  #endedBecause: string | null = null;

  constructor(host: WebHost, times: WorkerTimes) {
    this.#host = host;
    this.#times = times;
    host.onMessage((message) => this.#receive(message));
    void host.ended.then((reason) => {
      this.#endedBecause = `Electron, which runs its page, ended: ${reason}`;
      for (const worker of [...this.#pages.keys()]) this.#end(worker, this.#endedBecause);
    });
  }

  /** Rejects with `worker-died` or `worker-silent` where the page is not opened. */
  async open(): Promise<WorkerChannel> {
    if (this.#endedBecause !== null) throw new Fault('worker-died', this.#endedBecause);
    const worker = ++this.#last;
    let onOpened = (): void => undefined;
    let end: Page['end'] = () => undefined;
    const opened = new Promise<void>((resolve) => (onOpened = resolve));
    const ended = new Promise<string>((resolve) => (end = resolve));
    const page: Page = { onOpened, listeners: [], end };
    this.#pages.set(worker, page);
    const channel = this.#channel(worker, page, ended);
    this.#host.send({ kind: 'open', worker });
    await this.#unlessLate(opened, ended, channel);
    return channel;
  }

  async #unlessLate(opened: Promise<void>, ended: Promise<string>, channel: WorkerChannel): Promise<void> {
    const { openLimitMs } = this.#times;
    let late: NodeJS.Timeout | undefined;
    const refused = new Promise<never>((_resolve, reject) => {
      late = setTimeout(() => {
        channel.kill();
        reject(new Fault('worker-silent', `No browser page was opened within ${openLimitMs / 1000} s`));
      }, openLimitMs);
      void ended.then((reason) => {
        reject(new Fault('worker-died', `The browser page ended before it was open: ${reason}`));
      });
    });
    // Once the page is open, its end is told to whoever has the channel.
    refused.catch(() => undefined);
    await Promise.race([opened, refused]).finally(() => clearTimeout(late));
  }

  #channel(worker: number, { listeners }: Page, ended: Promise<string>): WorkerChannel {
    return {
      send: (message) => {
        if (this.#pages.has(worker)) this.#host.send({ kind: 'to', worker, message });
      },
      onMessage: (listener) => {
        listeners.push(listener);
      },
      onExit: (listener) => {
        void ended.then(listener);
      },
      kill: () => this.#kill(worker, ended),
    };
  }

  #kill(worker: number, ended: Promise<string>): void {
    if (!this.#pages.has(worker)) return;
    this.#host.send({ kind: 'kill', worker });
    const late = setTimeout(() => this.#host.kill(), this.#times.killLimitMs);
    void ended.then(() => clearTimeout(late));
  }

  #receive(message: FromWebHost): void {
    if (message.kind === 'opened') this.#pages.get(message.worker)?.onOpened();
    if (message.kind === 'exited') this.#end(message.worker, message.reason);
    if (message.kind === 'from') {
      for (const listener of this.#pages.get(message.worker)?.listeners ?? []) listener(message.message);
    }
  }

  #end(worker: number, reason: string): void {
    this.#pages.get(worker)?.end(reason);
    this.#pages.delete(worker);
  }
}
