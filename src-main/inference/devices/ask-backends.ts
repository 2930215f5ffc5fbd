/** What the native runtime lists. A worker is asked: whoever measures does not load the runtime itself. */
import { Fault, toWireFault } from '#core/errors.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { createClient } from '../worker/client.ts';
import type { Backend } from './environment.ts';

const LIMIT_S = 30;

/** A `Fault` where no worker starts or the runtime does not load; never rejects. */
export async function askBackends(launch: WorkerLauncher): Promise<readonly Backend[] | Fault> {
  try {
    const client = createClient(await launch(), { backends: LIMIT_S });
    try {
      return await client.call('backends', {});
    } finally {
      await client.close(new Fault('interrupted', 'The worker was closed.'));
    }
  } catch (error) {
    return error instanceof Fault ? error : Fault.fromWire(toWireFault(error));
  }
}
