/** The bytes of a model as its package ships it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findModelFile } from '#catalogue/model-file.ts';
import type { ModelDefinition } from '#models/definition.ts';

/** `packageRoot`: where node_modules is looked for; a program built into out/ has to say so. */
export async function shippedBytes(
  model: ModelDefinition,
  packageRoot: string = join(import.meta.dirname, '../..'),
): Promise<Uint8Array> {
  return readFile((await findModelFile(model, { packageRoot, cacheDir: '' })).path);
}
