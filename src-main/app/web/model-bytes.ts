/** Reads a model so that what was hashed is what is served. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { Ask } from '#core/worker/messages.ts';

/** A page's WebAssembly has 4 GiB of memory at most, so what is larger cannot run there. */
const MOST_BYTES = 2 ** 32;

/** The bytes of the model, then of each of its data files in their order. */
export type ModelBytes = readonly (readonly Buffer<ArrayBuffer>[])[];

/** Rejects with `model-missing`, `model-altered`, or `out-of-memory` for what no page can hold. */
export async function readModelBytes({
  path,
  dataFiles,
  sha256,
}: Pick<Ask<'load'>, 'path' | 'dataFiles' | 'sha256'>): Promise<ModelBytes> {
  const hash = createHash('sha256');
  const model = await readInto(hash, path, 0);
  const byName = new Map<string, Buffer<ArrayBuffer>[]>();
  let total = sizeOf(model);
  // The hash goes over them in the order of their names, whatever theirs is in the request.
  for (const name of [...dataFiles].sort()) {
    const chunks = await readInto(hash, join(dirname(path), name), total);
    byName.set(name, chunks);
    total += sizeOf(chunks);
  }
  const found = hash.digest('hex');
  if (found === sha256) return [model, ...dataFiles.map((name) => byName.get(name) ?? [])];
  const files = dataFiles.length === 0 ? path : `${path} with ${dataFiles.join(', ')}`;
  throw new Fault('model-altered', `${files} has SHA-256 ${found}, expected ${sha256}`);
}

/** In pieces, so that whoever else waits in this process is served in between. */
async function readInto(hash: Hash, path: string, before: number): Promise<Buffer<ArrayBuffer>[]> {
  const chunks: Buffer<ArrayBuffer>[] = [];
  let total = before;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
      hash.update(chunk as Buffer<ArrayBuffer>);
      chunks.push(chunk as Buffer<ArrayBuffer>);
      total += (chunk as Buffer<ArrayBuffer>).length;
      if (total > MOST_BYTES)
        throw new Fault('out-of-memory', `${path} is larger than a browser page can hold.`);
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('model-missing', `cannot read ${path}: ${reason}`, { cause });
  }
  return chunks;
}

const sizeOf = (chunks: readonly Buffer[]): number => chunks.reduce((total, { length }) => total + length, 0);
