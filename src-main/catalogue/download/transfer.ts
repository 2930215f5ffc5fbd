/** Brings a file's bytes to its part on the disk, and says what they hash to. */
import type { Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { Fault } from '#core/errors.ts';
import { diskFailure, Transient } from './errors.ts';
import type { Network } from './network.ts';
import { findPart, hashOf, notePart, partOf, removePart, type PartNote } from './part.ts';
import { withRetries } from './retries.ts';
import { openSource, type Source } from './source.ts';

/** What is wanted, which is known before the first byte is asked for. */
export type Wanted = Omit<PartNote, 'etag'>;

export interface Transfer {
  /** Of the whole, by the algorithm that was wanted. */
  readonly hex: string;
  /** A part of it came in an earlier attempt. */
  readonly resumed: boolean;
}

export type OnBytes = (bytes: number) => void;

/**
 * The part is whole when this resolves, with as many bytes as were wanted. Rejects with a `Fault`: `download-failed`,
 * `download-altered` for a longer file, `file-unwritable`, `interrupted`. The part stays, except of a longer file.
 */
export async function transfer(
  target: string,
  wanted: Wanted,
  network: Network,
  onBytes: OnBytes,
): Promise<Transfer> {
  const come = async (): Promise<number> => (await findPart(target, wanted))?.bytes ?? 0;
  let resumed = false;
  const work = async (): Promise<string> => {
    resumed ||= (await come()) > 0;
    return attempt(target, wanted, network, onBytes);
  };
  const hex = await withRetries(new URL(wanted.url), network, work, come);
  return { hex, resumed };
}

/** One request; gives the hash of the whole. */
async function attempt(target: string, wanted: Wanted, network: Network, onBytes: OnBytes): Promise<string> {
  const url = new URL(wanted.url);
  const { algorithm } = wanted.checksum;
  const part = await findPart(target, wanted);
  if (part?.bytes === wanted.bytes) {
    return (await hashOf(partOf(target), wanted.bytes, algorithm)).digest('hex');
  }
  const source = await openSource(url, part, network);
  let file: FileHandle | null = null;
  try {
    if (source.totalBytes !== null && source.totalBytes !== wanted.bytes)
      throw await altered(target, wanted, source);
    if (source.fromByte === 0) {
      await removePart(target);
      await notePart(target, { ...wanted, etag: source.etag });
    }
    const hash = await hashOf(partOf(target), source.fromByte, algorithm);
    file = await open(partOf(target), source.fromByte === 0 ? 'w' : 'a');
    const came = await pour(source, file, hash, { target, wanted, onBytes });
    await file.sync();
    if (came < wanted.bytes) throw new Transient(`${url.href} ended at ${came} of ${wanted.bytes} bytes`);
    return hash.digest('hex');
  } catch (cause) {
    throw diskFailure(partOf(target), cause);
  } finally {
    source.close();
    await file?.close();
  }
}

interface Pouring {
  readonly target: string;
  readonly wanted: Wanted;
  readonly onBytes: OnBytes;
}

/** The bytes that the part has in the end. */
async function pour(
  source: Source,
  file: FileHandle,
  hash: Hash,
  { target, wanted, onBytes }: Pouring,
): Promise<number> {
  let bytes = source.fromByte;
  onBytes(bytes);
  for (let chunk = await source.read(); chunk !== null; chunk = await source.read()) {
    // Not one byte more than was stated is written.
    if (bytes + chunk.length > wanted.bytes) throw await altered(target, wanted, source);
    hash.update(chunk);
    await writeAll(file, chunk);
    bytes += chunk.length;
    onBytes(bytes);
  }
  return bytes;
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, at);
    at += bytesWritten;
  }
}

async function altered(target: string, { url, bytes }: Wanted, { totalBytes }: Source): Promise<Fault> {
  await removePart(target);
  const found = totalBytes === null || totalBytes === bytes ? 'more' : String(totalBytes);
  return new Fault('download-altered', `${url} has ${found} bytes, where ${bytes} were stated`);
}
