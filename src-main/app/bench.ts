/** The measuring process as main sees it, with the workers that it asked for. */
import { join } from 'node:path';
import { MessageChannelMain } from 'electron';
import { toWireFault } from '#core/errors.ts';
import type { Places } from '#runner/places.ts';
import type { BenchJob, FromBench, JobMessage, ToBench } from './bench-messages.ts';
import { startUtility, type Utility } from './utility.ts';

export interface BenchListener {
  onMessage(message: JobMessage): void;
  /** Called once; its workers have been ended by then. */
  onExit(reason: string): void;
}

export interface Bench {
  cancel(): void;
  /** Ends the process and its workers at once. */
  kill(): void;
}

export type StartBench = (job: BenchJob, listener: BenchListener) => Bench;

/** `showWindow` shows or hides the app's window, where there is one. */
export function benchStarter(places: Places, showWindow: (visible: boolean) => void): StartBench {
  return (job, listener) => {
    const workers = new Map<number, Utility>();
    let hidden = false;
    const endWorkers = (): void => {
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
      if (message.kind === 'launch-worker') launch(message.worker);
      else if (message.kind === 'kill-worker') workers.get(message.worker)?.kill();
      else if (message.kind === 'show-screen') {
        hidden = !message.visible;
        showWindow(message.visible);
        send({ kind: 'screen-is', visible: message.visible });
      } else listener.onMessage(message);
    }

    function launch(worker: number): void {
      try {
        const utility = startUtility(places.workerEntry, 'Joulemark worker', {
          onExit: (reason) => {
            // Forgotten already when the measuring process went first.
            if (workers.delete(worker)) send({ kind: 'worker-exited', worker, reason });
          },
        });
        workers.set(worker, utility);
        const { port1, port2 } = new MessageChannelMain();
        utility.post({ kind: 'port' }, [port1]);
        bench.post({ kind: 'worker-started', worker } satisfies ToBench, [port2]);
      } catch (error) {
        send({ kind: 'worker-refused', worker, fault: toWireFault(error) });
      }
    }

    send(job);
    return {
      cancel: () => send({ kind: 'cancel' }),
      kill: () => {
        endWorkers();
        bench.kill();
      },
    };
  };
}
