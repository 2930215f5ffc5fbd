/** How the elements of each type are stored: `TensorProto.DataType` and the comments in `onnx/onnx.proto`. */

/** The fields that hold elements, besides `rawData`. */
export type ElementField = 'floatData' | 'int32Data' | 'int64Data' | 'doubleData' | 'uint64Data';

export interface ElementType {
  /** Of one element; of the two parts together for complex numbers. */
  readonly bits: number;
  /** Where the elements lie if not in `rawData`. */
  readonly field: ElementField;
}

/** Strings (8) are not here: they have no fixed size. */
const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = {
  1: { bits: 32, field: 'floatData' }, // float
  2: { bits: 8, field: 'int32Data' }, // uint8
  3: { bits: 8, field: 'int32Data' }, // int8
  4: { bits: 16, field: 'int32Data' }, // uint16
  5: { bits: 16, field: 'int32Data' }, // int16
  6: { bits: 32, field: 'int32Data' }, // int32
  7: { bits: 64, field: 'int64Data' }, // int64
  9: { bits: 8, field: 'int32Data' }, // bool
  10: { bits: 16, field: 'int32Data' }, // float16
  11: { bits: 64, field: 'doubleData' }, // double
  12: { bits: 32, field: 'uint64Data' }, // uint32
  13: { bits: 64, field: 'uint64Data' }, // uint64
  14: { bits: 64, field: 'floatData' }, // complex64
  15: { bits: 128, field: 'doubleData' }, // complex128
  16: { bits: 16, field: 'int32Data' }, // bfloat16
  17: { bits: 8, field: 'int32Data' }, // float8e4m3fn
  18: { bits: 8, field: 'int32Data' }, // float8e4m3fnuz
  19: { bits: 8, field: 'int32Data' }, // float8e5m2
  20: { bits: 8, field: 'int32Data' }, // float8e5m2fnuz
  21: { bits: 4, field: 'int32Data' }, // uint4
  22: { bits: 4, field: 'int32Data' }, // int4
  23: { bits: 4, field: 'int32Data' }, // float4e2m1
  24: { bits: 8, field: 'int32Data' }, // float8e8m0
  25: { bits: 2, field: 'int32Data' }, // uint2
  26: { bits: 2, field: 'int32Data' }, // int2
};

/** Null for strings and for types that this program does not know. */
export function elementType(dataType: number): ElementType | null {
  return ELEMENT_TYPES[dataType] ?? null;
}

/** The bytes of `count` elements; several of less than a byte share one, whose rest is empty. */
export function bytesOf(count: number, { bits }: ElementType): number {
  return Math.ceil((count * bits) / 8);
}

/** Integers are stored as one varint an element, or one for each byte that smaller elements share. */
export function varintsOf(count: number, { bits }: ElementType): number {
  return bits < 8 ? Math.ceil((count * bits) / 8) : count;
}

/** True where the field holds varints; the others hold the elements' own bytes. */
export function isVarints(field: ElementField): boolean {
  return field !== 'floatData' && field !== 'doubleData';
}
