/** The measuring process as main sees it, with the workers that it asked for. */
import { join } from 'node:path';
import { MessageChannelMain, type MessagePortMain } from 'electron';
import { toWireFault } from '#core/errors.ts';
import type { Runtime } from '#core/providers.ts';
import type { Places } from '#runner/places.ts';
import type { BenchJob, FromBench, JobMessage, ToBench } from './bench-messages.ts';
import { startUtility } from './utility.ts';
import type { WebWorkers } from './web/web-workers.ts';

export interface BenchListener {
  onMessage(message: JobMessage): void;
  /** Called once; its workers have been ended by then. */
  onExit(reason: string): void;
}

export interface Bench {
  cancel(): void;
  pause(): void;
  resume(): void;
  /** Ends the process and its workers at once. */
  kill(): void;
}

export type StartBench = (job: BenchJob, listener: BenchListener) => Bench;

/** `showWindow` shows or hides the app's window, where there is one. */
export function benchStarter(
  places: Places,
  webWorkers: WebWorkers,
  showWindow: (visible: boolean) => void,
): StartBench {
  return (job, listener) => {
    const workers = new Map<number, { kill(): void }>();
    let hidden = false;
    let ended = false;
    const endWorkers = (): void => {
      ended = true;
      for (const worker of workers.values()) worker.kill();
      workers.clear();
    };
    const bench = startUtility(join(places.packageRoot, 'out/main/bench-process.js'), 'Joulemark measuring', {
      onMessage: (message) => receive(message as FromBench),
      onExit: (reason) => {
        endWorkers();
        // It must not take the window with it.
        if (hidden) showWindow(true);
        listener.onExit(reason);
      },
    });
    const send = (message: ToBench): void => bench.post(message);

    function receive(message: FromBench): void {
      if (message.kind === 'launch-worker') void launch(message.worker, message.runtime);
      else if (message.kind === 'kill-worker') workers.get(message.worker)?.kill();
      else if (message.kind === 'show-screen') {
        hidden = !message.visible;
        showWindow(message.visible);
        send({ kind: 'screen-is', visible: message.visible });
      } else listener.onMessage(message);
    }

    async function launch(worker: number, runtime: Runtime): Promise<void> {
      try {
        const port = runtime === 'web' ? await openPage(worker) : startNative(worker);
        bench.post({ kind: 'worker-started', worker } satisfies ToBench, [port]);
      } catch (error) {
        send({ kind: 'worker-refused', worker, fault: toWireFault(error) });
      }
    }

    const exited = (worker: number, reason: string): void => {
      // Forgotten already when the measuring process went first.
      if (workers.delete(worker)) send({ kind: 'worker-exited', worker, reason });
    };

    /** The measuring process's port to it. */
    function startNative(worker: number): MessagePortMain {
      const utility = startUtility(places.workerEntry, 'Joulemark worker', {
        onExit: (reason) => exited(worker, reason),
      });
      workers.set(worker, utility);
      const { port1, port2 } = new MessageChannelMain();
      utility.post({ kind: 'port' }, [port1]);
      return port2;
    }

    /** What the page and the measuring process say passes through here: main knows the page's processor time. */
    async function openPage(worker: number): Promise<MessagePortMain> {
      const { port1, port2 } = new MessageChannelMain();
      const page = await webWorkers.open({
        onMessage: (message) => port1.postMessage(message),
        onExit: (reason) => exited(worker, reason),
      });
      port1.on('message', ({ data }) => page.receive(data));
      port1.start();
      workers.set(worker, page);
      // The measuring process may have gone while the page was being opened.
      if (ended) endWorkers();
      return port2;
    }

    send(job);
    return {
      cancel: () => send({ kind: 'cancel' }),
      pause: () => send({ kind: 'pause' }),
      resume: () => send({ kind: 'resume' }),
      kill: () => {
        endWorkers();
        bench.kill();
      },
    };
  };
}
