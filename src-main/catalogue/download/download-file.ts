/** One file: asked for, brought, checked, and only then put into its place. */
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bring, keepWhole } from './bring.ts';
import type { Checksum } from './checksum.ts';
import { diskFailure, interrupted } from './errors.ts';
import { withFileLock } from './file-lock.ts';
import { checkHashLock, readHashLock, writeHashLock, type HashLock, type Voucher } from './hash-lock.ts';
import type { Network } from './network.ts';
import { partOf, removePartNote } from './part.ts';
import { repositoryRecord } from './repository-record.ts';
import { withRetries } from './retries.ts';

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
  if (kept !== null && (await keepWhole(target, kept.bytes, sha256Sum(kept))))
    return { path: target, ...picked(kept), kept: true };
  const expected = known ?? (await recordOf(url, network));
  const { sha256, bytes } = expected;
  checkHashLock(lock, { url: url.href, sha256 }, target);
  const onBytes = (soFar: number): void => request.onProgress(soFar, bytes);
  await bring(target, { url: url.href, checksum: sha256Sum(expected), bytes }, network, onBytes);
  const at = network.clock.wallTime().toISOString();
  await writeHashLock(target, { url: url.href, ...expected, at });
  await rename(partOf(target), target).catch((cause: unknown) => {
    throw diskFailure(target, cause);
  });
  await removePartNote(target);
  return { path: target, ...expected, kept: false };
}

async function recordOf(url: URL, network: Network): Promise<Expected> {
  const record = await withRetries(url, network, () => repositoryRecord(url, network));
  return { sha256: record.sha256, bytes: record.bytes, vouchedBy: 'repository', record: record.from };
}

const sha256Sum = ({ sha256 }: Pick<Expected, 'sha256'>): Checksum => ({ algorithm: 'sha256', hex: sha256 });

function picked({ sha256, bytes, vouchedBy, record }: HashLock | Expected): Expected {
  return { sha256, bytes, vouchedBy, record };
}
