/** A made model in a folder of the test, as a worker is told of one. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelBytes, type ModelSpec } from './onnx-models.ts';

export function modelFile(
  folder: string,
  spec: ModelSpec,
): { path: string; sha256: string; dataFiles: string[] } {
  const path = join(folder, 'model.onnx');
  const bytes = modelBytes(spec);
  writeFileSync(path, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), dataFiles: [] };
}
