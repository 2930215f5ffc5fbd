/** The command line's way to start a worker: a plain Node child process. */
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import type { Places } from './places.ts';

export function forkLauncher(places: Places): WorkerLauncher {
  return forkWorker(places.workerEntry);
}
