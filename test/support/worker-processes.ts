/** Looks at and ends the worker processes that a test started. */
import { existsSync, readFileSync } from 'node:fs';
import type { WorkerChannel, WorkerLauncher } from '#core/worker/channel.ts';

/** A launcher that remembers what it started, so that a test can end a worker as the system would. */
export function watched(launch: WorkerLauncher): {
  readonly launch: WorkerLauncher;
  readonly started: WorkerChannel[];
  /** Resolves to the reason of each worker's end, once all have ended. */
  ended(): Promise<string[]>;
} {
  const started: WorkerChannel[] = [];
  const exits: Promise<string>[] = [];
  return {
    started,
    async launch() {
      const channel = await launch();
      started.push(channel);
      exits.push(new Promise((resolve) => channel.onExit(resolve)));
      return channel;
    },
    ended: () => Promise.all(exits),
  };
}

/** A process that has ended and that nobody has asked after yet does not run. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !isZombie(pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** In a container without an init process, orphans stay so for ever. */
function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && /\) Z /.test(readFileSync(file, 'utf8'));
}
