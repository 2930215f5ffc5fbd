/** A model's file as shipped: found, read and compared with its known hash before anything uses it. */
import { createHash } from 'node:crypto';
import { Fault } from '#core/errors.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { builtModelFile } from './built-model.ts';
import { findPackageFile, readBytes } from './package-file.ts';

export interface ModelFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Rejects with `model-missing`, or with `model-altered` when the hash is not the definition's. What is built
 * is kept in `cacheDir`.
 */
export async function readModelFile(
  model: ModelDefinition,
  packageRoot: string,
  cacheDir: string | null = null,
): Promise<ModelFile> {
  const { source } = model;
  if (source.kind === 'built' && cacheDir !== null) return builtModelFile(model, cacheDir);
  if (source.kind !== 'package') throw new Fault('internal', `${model.id} does not come in a package`);
  const path = findPackageFile(packageRoot, source.name, source.file);
  const bytes = await readBytes(path, 'model-missing');
  const found = sha256(bytes);
  if (found !== model.sha256) {
    throw new Fault('model-altered', `${path} has SHA-256 ${found}, expected ${model.sha256}`);
  }
  return { path, bytes };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
