/** What a model is known by: the hash of its bytes, wherever they lie. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '#core/errors.ts';

/** A model as it lies on a disk. */
export interface ModelFiles {
  readonly path: string;
  /** Files that hold its tensors, relative to its folder; empty for a model in one file. */
  readonly dataFiles: readonly string[];
  /** As `hashModelFiles` has it. */
  readonly sha256: string;
}

/**
 * SHA-256, in hex, of the file's bytes followed by those of its data files (relative to its folder) in the
 * order of their names. A model in one file has the plain hash of that file. Holds no file in memory.
 * Rejects with `model-missing`, naming the file.
 */
export async function hashModelFiles(path: string, dataFiles: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const folder = dirname(path);
  for (const each of [path, ...[...dataFiles].sort().map((name) => join(folder, name))]) {
    try {
      for await (const chunk of createReadStream(each)) hash.update(chunk as Buffer);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Fault('model-missing', `cannot read ${each}: ${reason}`, { cause });
    }
  }
  return hash.digest('hex');
}
