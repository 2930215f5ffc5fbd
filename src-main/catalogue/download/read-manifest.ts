/** The list of downloads: the one that comes with Joulemark, a file, or an address. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Fault } from '#core/errors.ts';
import builtIn from '#models/downloads.json' with { type: 'json' };
import { givenAddress } from './addresses.ts';
import { reasonOf } from './errors.ts';
import { checkManifest, parseManifest, type Manifest } from './manifest.ts';
import { getText, type Network } from './network.ts';
import { withRetries } from './retries.ts';

const MAX_MANIFEST_BYTES = 4_000_000;

/** The list that comes with Joulemark; all its addresses are absolute. */
export function builtInManifest(): Manifest {
  return checkManifest(builtIn, new URL('https://huggingface.co/'));
}

/** `given`: a path from `cwd`, or an address. Rejects with `file-unreadable`, `download-failed` or `wrong-usage`. */
export async function readManifest(given: string, cwd: string, network: Network): Promise<Manifest> {
  const base = givenAddress(given, cwd);
  const text =
    base.protocol === 'file:'
      ? await readText(base)
      : await withRetries(base, network, () => getText(base, MAX_MANIFEST_BYTES, network));
  return parseManifest(text, base);
}

async function readText(base: URL): Promise<string> {
  const path = fileURLToPath(base);
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Fault('file-unreadable', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  });
}
