/** Ways to start workers. */
import { Fault } from '#core/errors.ts';
import type { Launchers, WorkerLauncher } from '#core/worker/channel.ts';

/** For what needs no browser page: references, variants, calibration. */
export function nativeOnly(launch: WorkerLauncher): Launchers {
  const web: WorkerLauncher = () =>
    Promise.reject(new Fault('runtime-missing', 'There is no Electron here to open a browser page in'));
  return { native: launch, web };
}
