/** Models with data files, in a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TensorProto } from '#precision/onnx/messages.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { create, model, node } from './onnx-models.ts';
import { record, text } from './wire.ts';

export interface ModelFolder {
  /** The folder that holds the model's; a secret can lie in it. */
  readonly around: string;
  readonly folder: string;
  remove(): void;
}

export function makeModelFolder(): ModelFolder {
  const around = mkdtempSync(join(tmpdir(), 'joulemark-files-'));
  const folder = mkdtempSync(join(around, 'model-'));
  return {
    around,
    folder,
    remove: () => {
      rmSync(around, { recursive: true });
    },
  };
}

/** A float32 tensor whose elements lie where the entries say. */
export function externalTensor(
  name: string,
  dims: readonly number[],
  entries: Readonly<Record<string, string>>,
  fields: Partial<TensorProto> = {},
): TensorProto {
  const externalData = Object.entries(entries).map(([key, value]) =>
    Uint8Array.from([...record(1, text(key)), ...record(2, text(value))]),
  );
  return create('TensorProto', { name, dims, dataType: 1, dataLocation: 1, externalData, ...fields });
}

/** `y = x + w` with that tensor `w`. Returns the model's path. */
export function writeAdd(folder: string, w: TensorProto): string {
  const path = join(folder, 'model.onnx');
  const nodes = [node('Add', ['x', w.name], 'y')];
  writeFileSync(path, writeModel(model({ nodes, inputs: { x: [4] }, outputs: { y: 1 }, initializers: [w] })));
  return path;
}

export function floatBytes(...values: number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}
