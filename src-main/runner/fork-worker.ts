/** The command line's way to start a worker: a plain Node child process. */
import { Fault } from '#core/errors.ts';
import type { WorkerLauncher } from '#core/worker-channel.ts';
import type { Places } from './places.ts';

export function forkLauncher(places: Places): WorkerLauncher {
  return () => Promise.reject(new Fault('internal', `not wired yet: ${places.workerEntry}`));
}
