/** The package, checked: from the feed, another address, or this machine. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bring, keepWhole } from '#catalogue/download/bring.ts';
import { checksumText, type Checksum } from '#catalogue/download/checksum.ts';
import { diskFailure, interrupted } from '#catalogue/download/errors.ts';
import { withFileLock } from '#catalogue/download/file-lock.ts';
import type { Network } from '#catalogue/download/network.ts';
import { hashOf, partOf, removePart, removePartNote, sizeOf } from '#catalogue/download/part.ts';
import { withRetries } from '#catalogue/download/retries.ts';
import { openSource } from '#catalogue/download/source.ts';
import { Fault } from '#core/errors.ts';
import { openFeed } from './nuget.ts';
import type { OnFilesProgress } from './progress.ts';
import { checkRoom } from './room.ts';
import { PACKAGE_ID } from './target.ts';

export interface PackageRequest {
  readonly version: string;
  /** The service index of a NuGet feed. */
  readonly feed: URL;
  /** A package elsewhere, also on this machine; null: where the feed keeps it. */
  readonly from: URL | null;
  /** null: as the feed says. */
  readonly checksum: Checksum | null;
  readonly cacheDir: string;
  readonly onProgress: OnFilesProgress;
}

export interface FetchedPackage {
  readonly path: string;
  readonly source: string;
  readonly sha512: string;
  readonly vouchedBy: 'feed' | 'caller';
}

interface Wanted {
  readonly url: URL;
  readonly checksum: Checksum;
  /** null: neither the feed nor the caller said it. */
  readonly bytes: number | null;
}

/**
 * Gives the package to `use`, and removes it from the cache once that has resolved; a package of the caller's own is left
 * alone. Rejects with `download-failed`, `download-altered`, `file-unwritable` or `interrupted`: what has come then stays
 * for the next time, except bytes that are not those of the package.
 */
export async function withFetchedPackage<T>(
  request: PackageRequest,
  network: Network,
  use: (fetched: FetchedPackage, network: Network) => Promise<T>,
): Promise<T> {
  const wanted = await wantedOf(request, network);
  const { url, checksum } = wanted;
  const vouchedBy = request.checksum === null ? 'feed' : 'caller';
  const told = { source: url.href, sha512: checksum.hex, vouchedBy } as const;
  if (url.protocol === 'file:') {
    return use({ path: await checkedFile(wanted), ...told }, network);
  }
  const path = cachedPath(request.cacheDir, request.version);
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
    throw diskFailure(dirname(path), cause);
  });
  const done = await withFileLock(path, network, async (held) => {
    await fetchTo(path, wanted, request, held);
    try {
      const value = await use({ path, ...told }, held);
      await rm(path, { force: true });
      return { value };
    } catch (error) {
      // Right by its checksum, and yet of no use: it would be of none the next time.
      if (error instanceof Fault && error.code === 'download-altered') await rm(path, { force: true });
      throw error;
    }
  });
  if (done === null) throw interrupted(url);
  return done.value;
}

/** Removes what an earlier attempt left there, once no other process is at it. */
export async function forgetPackage(cacheDir: string, version: string, network: Network): Promise<void> {
  const path = cachedPath(cacheDir, version);
  if (!existsSync(dirname(path))) return;
  await withFileLock(path, network, async () => {
    await rm(path, { force: true });
    await removePart(path);
  });
}

const cachedPath = (cacheDir: string, version: string): string =>
  join(cacheDir, 'provider-files', `${PACKAGE_ID.toLowerCase()}.${version}.nupkg`);

/** Nothing is asked for over the network that the caller has said. */
async function wantedOf(
  { version, feed, from, checksum }: PackageRequest,
  network: Network,
): Promise<Wanted> {
  if (from !== null && checksum !== null) return { url: from, checksum, bytes: null };
  const name = { id: PACKAGE_ID, version };
  const opened = await openFeed(feed, network);
  const url = from ?? opened.address(name);
  return checksum === null ? { url, ...(await opened.record(name)) } : { url, checksum, bytes: null };
}

async function fetchTo(
  path: string,
  { url, checksum, bytes: stated }: Wanted,
  { onProgress }: PackageRequest,
  network: Network,
): Promise<void> {
  const bytes = stated ?? (await withRetries(url, network, () => askSize(url, network)));
  if (await keepWhole(path, bytes, checksum)) return;
  const come = (await sizeOf(partOf(path))) ?? 0;
  await checkRoom(dirname(path), bytes - come);
  const file = url.pathname.split('/').at(-1) ?? '';
  await bring(path, { url: url.href, checksum, bytes }, network, (soFar) =>
    onProgress({ stage: 'download', file, bytes: soFar, totalBytes: bytes }),
  );
  await rename(partOf(path), path).catch((cause: unknown) => {
    throw diskFailure(path, cause);
  });
  await removePartNote(path);
}

async function askSize(url: URL, network: Network): Promise<number> {
  const { totalBytes, close } = await openSource(url, null, network);
  close();
  if (totalBytes !== null) return totalBytes;
  throw new Fault('download-failed', `${url.href} does not say how long it is`, {
    remedy: 'Download it by other means, and give the file with --from.',
  });
}

async function checkedFile({ url, checksum, bytes: stated }: Wanted): Promise<string> {
  const path = fileURLToPath(url);
  const bytes = await sizeOf(path).catch((cause: unknown) => {
    throw new Fault('file-unreadable', `cannot read ${path}`, { cause });
  });
  if (bytes === null) throw new Fault('file-unreadable', `there is no ${path}`);
  const hash = await hashOf(path, bytes, checksum.algorithm).catch((cause: unknown) => {
    throw new Fault('file-unreadable', `cannot read ${path}`, { cause });
  });
  const found = { ...checksum, hex: hash.digest('hex') };
  if (found.hex === checksum.hex && (stated === null || stated === bytes)) return path;
  throw new Fault(
    'download-altered',
    `${path} has ${checksumText(found)}, where ${checksum.hex} was expected; it was not used`,
    { remedy: 'Get the package again; its hash is shown where it is published.' },
  );
}
