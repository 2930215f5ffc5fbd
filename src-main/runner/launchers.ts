/** Ways to start workers. */
import { Fault } from '#core/errors.ts';
import type { Launchers, WorkerLauncher } from '#core/worker/channel.ts';
import type { Places } from './places.ts';
import { webRuntime } from './web-runtime/web-runtime.ts';

/** For what needs no browser page: references, variants, calibration. */
export function nativeOnly(launch: WorkerLauncher): Launchers {
  const web: WorkerLauncher = () =>
    Promise.reject(new Fault('runtime-missing', 'There is no Electron here to open a browser page in'));
  return { native: launch, web };
}

export interface OpenLaunchers {
  readonly launchers: Launchers;
  /** Ends what was started for them beside the workers. Never rejects. */
  close(): Promise<void>;
}

/** For the command line: nothing is started before the first worker is asked for. */
export function openLaunchers(
  native: WorkerLauncher,
  { electron }: Places,
  env: NodeJS.ProcessEnv,
): OpenLaunchers {
  const web = webRuntime(electron, env);
  return { launchers: { native, web: web.launch }, close: web.close };
}
