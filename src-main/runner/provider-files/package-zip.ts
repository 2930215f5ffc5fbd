/**
 * Single files out of a NuGet package, which is a zip. Only entries that are asked for by their exact name are read, and
 * nothing in the package decides where anything is written. yauzl refuses a package in which any name is absolute or has
 * `..`, and ends an entry that is longer or shorter than the zip's directory says; it leaves the CRC to us.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { diskFailure, reasonOf } from '#catalogue/download/errors.ts';
import type { StopSignal } from '#core/ports.ts';
import { Fault } from '#core/errors.ts';

/** More than a package has; a zip of millions of names is none. */
const MAX_ENTRIES = 10_000;
const MAX_NUSPEC_BYTES = 1_000_000;

export interface OpenPackage {
  readonly path: string;
  readonly zip: ZipFile;
  readonly entries: readonly Entry[];
}

export interface Extracted {
  readonly bytes: number;
  readonly sha256: string;
}

/** Rejects with `download-altered` for what is no such package, and with what `use` rejects with. */
export async function withPackage<T>(path: string, use: (opened: OpenPackage) => Promise<T>): Promise<T> {
  const zip = await openPromise(path, { autoClose: false }).catch((cause: unknown) => {
    throw noPackage(path, reasonOf(cause), cause);
  });
  try {
    if (zip.entryCount > MAX_ENTRIES) throw noPackage(path, `it has ${zip.entryCount} entries`);
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return await use({ path, zip, entries });
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw noPackage(path, reasonOf(cause), cause);
  } finally {
    zip.close();
  }
}

/** Throws `download-altered` where there is no entry of that name, or more than one. */
export function findEntry({ path, entries }: OpenPackage, name: string): Entry {
  const [entry, ...more] = entries.filter(({ fileName }) => fileName === name);
  if (entry === undefined) throw noPackage(path, `it has no ${name}`);
  if (more.length > 0) throw noPackage(path, `it has ${name} more than once`);
  return entry;
}

/** Throws `download-altered` for a package that says to be another one, or of another version. */
export async function checkIdentity(opened: OpenPackage, id: string, version: string): Promise<void> {
  const { path, zip, entries } = opened;
  const entry = entries.find(({ fileName }) => /^[^/]+\.nuspec$/i.test(fileName));
  if (entry === undefined || entry.uncompressedSize > MAX_NUSPEC_BYTES) throw noPackage(path, 'no .nuspec');
  const nuspec = await text(await zip.openReadStreamPromise(entry));
  const of = (tag: string): string =>
    new RegExp(`<${tag}>\\s*([^<\\s]+)\\s*</${tag}>`).exec(nuspec)?.[1] ?? '';
  if (of('id').toLowerCase() === id.toLowerCase() && of('version') === version) return;
  throw new Fault('download-altered', `${path} is ${of('id')} ${of('version')}, not ${id} ${version}`, {
    remedy: `Get the package of exactly that version: it must go with the installed onnxruntime-node.`,
  });
}

/**
 * Writes an entry to a new file at `target`, down to the disk. Rejects with `download-altered`, `file-unwritable` or
 * `interrupted`; what was written by then stays for the caller to remove.
 */
export async function extract(
  { path, zip }: OpenPackage,
  entry: Entry,
  target: string,
  signal: StopSignal,
): Promise<Extracted> {
  const unwritable = (cause: unknown): never => {
    throw diskFailure(target, cause);
  };
  const source = await zip.openReadStreamPromise(entry);
  const file = await open(target, 'wx', 0o755).catch(unwritable);
  try {
    const hash = createHash('sha256');
    let [bytes, crc] = [0, 0];
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (signal.aborted) throw stopped();
      hash.update(chunk);
      crc = crc32(chunk, crc);
      bytes += chunk.length;
      await file.writeFile(chunk).catch(unwritable);
    }
    if (crc !== entry.crc32) throw noPackage(path, `${entry.fileName} does not match its CRC-32`);
    await file.sync().catch(unwritable);
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

function stopped(): Fault {
  return new Fault('interrupted', 'unpacking was stopped, and nothing was installed', {
    remedy: 'Run the same command again: the package is kept.',
  });
}

function noPackage(path: string, why: string, cause?: unknown): Fault {
  return new Fault('download-altered', `${path} is not the package that is needed: ${why}`, {
    cause,
    remedy: 'Nothing was installed. Get the package again, or from another place (--from).',
  });
}
