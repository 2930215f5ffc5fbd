/** A model as one file, or as one with a data file beside it where it is large: whole, or not there at all. */
import { basename } from 'node:path';
import { elementType } from '../onnx/element-types.ts';
import { rawByteLength } from '../onnx/lazy-data.ts';
import { amend } from '../onnx/make.ts';
import type { ModelProto, TensorProto } from '../onnx/messages.ts';
import { isExternal, neededBytes, rawBytesOf } from '../onnx/tensors.ts';
import { mapTensors, tensorsWithin } from '../onnx/walk.ts';
import { writeModel } from '../onnx/write.ts';
import { FileSet, type NewFile } from './file-set.ts';
import { externalEntries } from './location.ts';

export interface SavedModel {
  /** Beside the model's file; empty where it is in one. */
  readonly dataFiles: readonly string[];
}

export interface SaveLimits {
  /** The most that goes into one file; ONNX files end at 2 GB. */
  readonly oneFileBytes: number;
}

const LIMITS: SaveLimits = { oneFileBytes: 1.9e9 };
/** Smaller tensors stay in the model's file, as onnx's own `size_threshold` has it. */
const LEAST_EXTERNAL_BYTES = 1024;
/** Offsets are multiples of a page, and of what Windows maps at once where it matters (onnx/docs/ExternalData.md). */
const PAGE_BYTES = 4096;
const MAPPED_BYTES = 65_536;
const LEAST_MAPPED_BYTES = 1 << 20;

/**
 * Replaces `path`, and `<name>.data` beside it where the model does not fit into one file. Both are written to
 * temporary files, synced and renamed, the model's file last. Rejects with `file-unwritable`; then what was
 * there before is there still. The model may be the one that `path` holds. Large tensors are in memory one at
 * a time.
 */
export async function saveModelFile(
  model: ModelProto,
  path: string,
  { oneFileBytes }: SaveLimits = LIMITS,
): Promise<SavedModel> {
  const dataName = `${basename(path)}.data`;
  const files = new FileSet();
  try {
    const isLarge = sizeBound(model) > oneFileBytes;
    const data = isLarge ? await files.add(`${path}.data`) : null;
    const placed = data === null ? model : await moveData(model, dataName, data);
    const file = await files.add(path);
    await file.write(writeModel(placed));
    await files.commit();
    return { dataFiles: data === null ? [] : [dataName] };
  } finally {
    await files.discard();
  }
}

/** What the model's file would have, bytes: its tensors, and the rest as it is encoded. */
function sizeBound(model: ModelProto): number {
  const { graph } = model;
  if (graph === null) return 0;
  let bytes = 0;
  for (const tensor of tensorsWithin(graph)) bytes += rawByteLength(tensor) ?? 0;
  const bare = mapTensors(graph, (tensor) =>
    rawByteLength(tensor) === null ? tensor : amend(tensor, { rawData: new Uint8Array() }),
  );
  return bytes + writeModel(amend(model, { graph: bare })).length;
}

/** The model with its large tensors in `data`. */
async function moveData(model: ModelProto, location: string, data: NewFile): Promise<ModelProto> {
  const { graph } = model;
  if (graph === null) return model;
  const moved = new Map<TensorProto, TensorProto>();
  for (const tensor of tensorsWithin(graph)) {
    if (moved.has(tensor) || !isMovable(tensor)) continue;
    const bytes = rawBytesOf(tensor);
    if (bytes === null) continue;
    const alignment = bytes.length < LEAST_MAPPED_BYTES ? PAGE_BYTES : MAPPED_BYTES;
    const offsetBytes = Math.ceil(data.sizeBytes / alignment) * alignment;
    await data.write(new Uint8Array(offsetBytes - data.sizeBytes));
    await data.write(bytes);
    const place = { location, offsetBytes, lengthBytes: bytes.length };
    moved.set(tensor, withoutData(tensor, externalEntries(place)));
  }
  return amend(model, { graph: mapTensors(graph, (tensor) => moved.get(tensor) ?? tensor) });
}

function isMovable(tensor: TensorProto): boolean {
  return !isExternal(tensor) && (neededBytes(tensor) ?? 0) >= LEAST_EXTERNAL_BYTES;
}

function withoutData(tensor: TensorProto, externalData: readonly Uint8Array[]): TensorProto {
  const field = elementType(tensor.dataType)?.field;
  const { rawData: _data, ...kept } = Object.getOwnPropertyDescriptors(tensor);
  const bare = Object.create(Object.getPrototypeOf(tensor) as object, kept) as TensorProto;
  return amend(bare, { ...(field && { [field]: [] }), externalData, dataLocation: 1 });
}
