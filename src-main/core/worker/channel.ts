import type { Runtime } from '../providers.ts';

/**
 * A worker process, as seen by whoever started it. The command line forks a Node process, the app
 * an Electron utility process: both give this, so that nothing above knows the difference.
 */
export interface WorkerChannel {
  /** Sends a plain message (structured clone; typed arrays allowed). A dead worker ignores it. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, however the process ended; `reason` is in words, e.g. `killed by SIGKILL`. */
  onExit(listener: (reason: string) => void): void;
  /** Ends the process at once. */
  kill(): void;
}

/** Starts one worker process. Rejects with a `Fault` when it cannot be started. */
export type WorkerLauncher = () => Promise<WorkerChannel>;

/** One way to start a worker a runtime. The one for `web` rejects with `runtime-missing` where there is no Electron. */
export type Launchers = Readonly<Record<Runtime, WorkerLauncher>>;
