/** One file: asked for, brought, checked, and only then put into its place. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#core/errors.ts';
import { diskFailure, interrupted } from './errors.ts';
import { withFileLock } from './file-lock.ts';
import { checkHashLock, readHashLock, writeHashLock, type HashLock, type Voucher } from './hash-lock.ts';
import type { Network } from './network.ts';
import { hashOf, partOf, removePart, removePartNote, sizeOf } from './part.ts';
import { repositoryRecord } from './repository-record.ts';
import { withRetries } from './retries.ts';
import { transfer, type OnBytes } from './transfer.ts';

export interface FileRequest {
  readonly url: URL;
  /** null: taken from the record of the repository that keeps the file. */
  readonly known: { readonly sha256: string; readonly bytes: number } | null;
  /** Where it goes; the folder is made. */
  readonly target: string;
  /** Bytes so far, of how many. */
  readonly onProgress: (bytes: number, totalBytes: number) => void;
}

export interface DownloadedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly vouchedBy: Voucher;
  /** The address of the repository's record; null where the manifest vouches. */
  readonly record: string | null;
  /** It was there already, whole. */
  readonly kept: boolean;
}

interface Expected {
  readonly sha256: string;
  readonly bytes: number;
  readonly vouchedBy: Voucher;
  readonly record: string | null;
}

/**
 * Rejects with a `Fault`: `download-failed`; `download-altered`, and then the bytes are deleted; `file-unwritable`;
 * `interrupted`, and then what has come stays for the next time.
 */
export async function downloadFile(request: FileRequest, network: Network): Promise<DownloadedFile> {
  const { target, url } = request;
  await mkdir(dirname(target), { recursive: true }).catch((cause: unknown) => {
    throw diskFailure(dirname(target), cause);
  });
  const done = await withFileLock(target, network, (held) => downloadLocked(request, held));
  if (done === null) throw interrupted(url);
  return done;
}

async function downloadLocked(request: FileRequest, network: Network): Promise<DownloadedFile> {
  const { target, url } = request;
  const lock = await readHashLock(target);
  const known = request.known && { ...request.known, vouchedBy: 'manifest' as const, record: null };
  const kept = known ?? (lock?.url === url.href ? lock : null);
  if (kept !== null && (await isWhole(target, kept))) return { path: target, ...picked(kept), kept: true };
  const expected = known ?? (await recordOf(url, network));
  const { sha256, bytes } = expected;
  checkHashLock(lock, { url: url.href, sha256 }, target);
  const onBytes = (soFar: number): void => request.onProgress(soFar, bytes);
  await bring(target, { url: url.href, sha256, bytes }, network, onBytes);
  const at = network.clock.wallTime().toISOString();
  await writeHashLock(target, { url: url.href, ...expected, at });
  await rename(partOf(target), target).catch((cause: unknown) => {
    throw diskFailure(target, cause);
  });
  await removePartNote(target);
  return { path: target, ...expected, kept: false };
}

/** The part is whole and hashes as it must when this resolves. */
async function bring(
  target: string,
  wanted: { readonly url: string; readonly sha256: string; readonly bytes: number },
  network: Network,
  onBytes: OnBytes,
): Promise<void> {
  const first = await transfer(target, wanted, network, onBytes);
  if (first.sha256 === wanted.sha256) return;
  await removePart(target);
  // Two halves of different versions may have been put together, where the server names no versions.
  const found = first.resumed ? (await transfer(target, wanted, network, onBytes)).sha256 : first.sha256;
  if (found === wanted.sha256) return;
  await removePart(target);
  throw new Fault(
    'download-altered',
    `${wanted.url} has SHA-256 ${found}, where ${wanted.sha256} was expected; it was deleted`,
  );
}

/** A file that is there and is not what it must be goes: it was altered on this machine. */
async function isWhole(
  target: string,
  { sha256, bytes }: Pick<Expected, 'sha256' | 'bytes'>,
): Promise<boolean> {
  const size = await sizeOf(target);
  if (size === null) return false;
  if (size === bytes && (await hashOf(target, bytes)).digest('hex') === sha256) return true;
  await rm(target, { force: true });
  return false;
}

async function recordOf(url: URL, network: Network): Promise<Expected> {
  const record = await withRetries(url, network, () => repositoryRecord(url, network));
  return { sha256: record.sha256, bytes: record.bytes, vouchedBy: 'repository', record: record.from };
}

function picked({ sha256, bytes, vouchedBy, record }: HashLock | Expected): Expected {
  return { sha256, bytes, vouchedBy, record };
}
