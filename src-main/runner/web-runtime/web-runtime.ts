/** Browser pages for the command line, in an Electron that is started hidden when the first one is asked for. */
import { Fault } from '#core/errors.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { ElectronPlace } from '../electron-place.ts';
import { hostCommand, thisMachine } from './host-command.ts';
import { startHost, type WebHost } from './host-process.ts';
import { HostWorkers, type WorkerTimes } from './host-workers.ts';

export interface WebRuntime {
  /** Rejects with `runtime-missing`, `worker-silent` or `worker-died`. */
  readonly launch: WorkerLauncher;
  /** Ends the Electron and every page in it. Never rejects; safe to call again. */
  close(): Promise<void>;
}

export interface WebRuntimeTimes extends WorkerTimes {
  readonly startLimitMs: number;
  readonly closeLimitMs: number;
}

/** A start takes a second or two, and some ten on a busy machine. */
const TIMES: WebRuntimeTimes = {
  startLimitMs: 60_000,
  openLimitMs: 60_000,
  killLimitMs: 10_000,
  closeLimitMs: 5000,
};

interface Started {
  readonly host: WebHost;
  readonly workers: HostWorkers;
}

/**
 * One Electron serves all pages. One that could not be started is not tried again; one that was running and ended takes
 * its own pages with it, and the next page gets another.
 */
export function webRuntime(
  electron: ElectronPlace | null,
  env: NodeJS.ProcessEnv,
  times: WebRuntimeTimes = TIMES,
): WebRuntime {
  const closing = new AbortController();
  let current: Promise<Started> | null = null;

  const start = async (): Promise<Started> => {
    const { startLimitMs, closeLimitMs } = times;
    const command = hostCommand(electron, thisMachine(env));
    const host = await startHost({ command, env, startLimitMs, closeLimitMs, signal: closing.signal });
    void host.ended.then(() => {
      current = null;
    });
    return { host, workers: new HostWorkers(host, times) };
  };
  return {
    async launch() {
      if (closing.signal.aborted) throw new Fault('interrupted', 'The browser pages were closed.');
      current ??= start();
      const { workers } = await current;
      return workers.open();
    },
    async close() {
      closing.abort();
      // What could not be started has nothing to end, and whoever asked for it has the reason.
      const started = await current?.catch(() => null);
      await started?.host.close();
    },
  };
}
