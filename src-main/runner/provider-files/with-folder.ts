/** Work on the folder of the binary, one process at a time. */
import { join } from 'node:path';
import { withFileLock } from '#catalogue/download/file-lock.ts';
import type { Network } from '#catalogue/download/network.ts';
import { Fault } from '#core/errors.ts';
import type { Clock } from '#core/ports.ts';
import { withNetwork } from '../download-models.ts';
import type { Places } from '../places.ts';
import type { FilesTarget } from './target.ts';

export interface FilesRequest {
  readonly places: Places;
  /** `process.platform/process.arch`. */
  readonly platform: string;
  /** For the proxy, and for where the linker looks. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Rejects with `file-unwritable`, with `interrupted`, or with what `work` rejects with. */
export function withFolder<T>(
  { folder }: FilesTarget,
  request: FilesRequest,
  work: (network: Network) => Promise<T>,
): Promise<T> {
  return withNetwork(request, async (network) => {
    const done = await withFileLock(join(folder, 'joulemark-providers'), network, async (held) => ({
      value: await work(held),
    }));
    if (done === null) throw stopped();
    return done.value;
  });
}

function stopped(): Fault {
  return new Fault('interrupted', 'stopped before anything was done', {
    remedy: 'Run the same command again; it waits while another one is at work in the same folder.',
  });
}
