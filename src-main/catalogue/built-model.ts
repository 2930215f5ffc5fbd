/** Models that code of ours builds: built once, kept, and compared with their known hash before any use. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Fault } from '#core/errors.ts';
import type { ModelDefinition } from '#models/definition.ts';

export interface BuiltModel {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Where the model is kept once it was built. */
export function builtModelPath({ id, sha256 }: ModelDefinition, cacheDir: string): string {
  return join(cacheDir, 'models', `${id}-${sha256}.onnx`);
}

/**
 * The kept file if its hash is the definition's; else the model is built, which takes seconds and little more than
 * its own size in memory. Rejects with `model-altered` where building gives other
 * bytes than the definition names, and `file-unwritable`.
 */
export async function builtModelFile(model: ModelDefinition, cacheDir: string): Promise<BuiltModel> {
  const { id, source, sha256 } = model;
  if (source.kind !== 'built') throw new Fault('internal', `${id} is not built by code`);
  const path = builtModelPath(model, cacheDir);
  // Whatever is wrong with the kept file, the answer is to build it again.
  const kept = await readFile(path).catch(() => null);
  if (kept !== null && hashOf(kept) === sha256) return { path, bytes: kept };
  const bytes = source.build();
  const found = hashOf(bytes);
  if (found !== sha256) {
    throw new Fault('model-altered', `building ${id} gave SHA-256 ${found}, expected ${sha256}`, {
      remedy: 'This is a fault of Joulemark itself, or of the memory; please report it with the message.',
    });
  }
  await keep(path, bytes);
  return { path, bytes };
}

/** To a temporary file that is renamed, so that a half-written one is never at the path. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('file-unwritable', `cannot keep the built model ${path}: ${reason}`, { cause });
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
