/**
 * Lists of numbers that were written one record a number. The schema packs them, but protobuf lets a writer
 * do either and asks readers to take both; the schema here only knows the packed form (see schema.ts).
 */
import { Fault } from '#core/errors.ts';
import type { ElementField } from './element-types.ts';
import type { TensorProto } from './messages.ts';
import { fieldIds } from './schema.ts';

/** The fields' records by their tag byte: field number and wire type (0 varint, 1 eight bytes, 5 four bytes). */
const WIRE_TYPES: Readonly<Record<ElementField, number>> = {
  floatData: 5,
  int32Data: 0,
  int64Data: 0,
  doubleData: 1,
  uint64Data: 0,
};
const IDS = fieldIds('TensorProto');
const FIELD_BY_TAG = new Map(
  Object.entries(WIRE_TYPES).map(([field, wireType]) => [
    ((IDS[field] ?? 0) << 3) | wireType,
    field as ElementField,
  ]),
);

/** Packs the tensor's lists, in place: to be called on what was just decoded, before anybody else has it. */
export function packLists(tensor: TensorProto): void {
  const { $unknowns: unknowns } = tensor as { $unknowns?: Uint8Array[] };
  if (unknowns === undefined) return;
  const kept = unknowns.filter((record) => !FIELD_BY_TAG.has(record[0] ?? 0));
  if (kept.length === unknowns.length) return;
  for (const [tag, field] of FIELD_BY_TAG) {
    const records = unknowns.filter((record) => record[0] === tag).map((record) => record.subarray(1));
    if (records.length === 0) continue;
    if (tensor[field].length > 0) {
      throw new Fault('model-corrupt', `the tensor "${tensor.name}" stores its elements in two ways`);
    }
    const packed = Buffer.concat(records);
    Object.assign(tensor, { [field]: [new Uint8Array(packed.buffer, packed.byteOffset, packed.length)] });
  }
  Object.assign(tensor, { $unknowns: kept });
}
