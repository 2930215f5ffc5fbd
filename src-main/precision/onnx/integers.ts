/** Whole numbers that a tensor holds: shapes, axes, paddings. */
import protobuf from 'protobufjs/light.js';
import type { TensorProto } from './messages.ts';
import { DATA_TYPE } from './messages.ts';
import { checkSize, isExternal } from './tensors.ts';

/** Longer lists are no shapes, and are not read. */
const LONGEST = 1024;

/**
 * The elements of an int64 or int32 tensor; null where it is of another type, longer than a list of axes can be,
 * lies elsewhere, or holds what a number cannot hold exactly. Throws `model-corrupt` as `checkSize` does.
 */
export function integersOf(tensor: TensorProto): number[] | null {
  const { dataType } = tensor;
  if (dataType !== DATA_TYPE.int64 && dataType !== DATA_TYPE.int32) return null;
  const values = Object.hasOwn(tensor, 'rawData') ? fromRaw(tensor) : fromVarints(tensor);
  return values?.every(Number.isSafeInteger) === true ? values : null;
}

function fromRaw(tensor: TensorProto): number[] | null {
  checkSize(tensor);
  const { rawData, dataType } = tensor;
  const bytesEach = dataType === DATA_TYPE.int64 ? 8 : 4;
  if (rawData.length > LONGEST * bytesEach) return null;
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return Array.from({ length: rawData.length / bytesEach }, (_, index) =>
    bytesEach === 8 ? Number(view.getBigInt64(8 * index, true)) : view.getInt32(4 * index, true),
  );
}

/** int32 in varints lies in a field that the schema leaves undecoded; it is not read. */
function fromVarints(tensor: TensorProto): number[] | null {
  if (tensor.dataType !== DATA_TYPE.int64 || isExternal(tensor)) return null;
  const values: number[] = [];
  for (const record of tensor.int64Data) {
    const reader = protobuf.Reader.create(record);
    while (reader.pos < reader.len) {
      if (values.length === LONGEST) return null;
      values.push(Number(reader.int64()));
    }
  }
  return values;
}
