/** Protobuf's wire format by hand, for files that no writer makes. */

/** A length-delimited record. */
export function record(field: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...varint(field * 8 + 2), ...varint(payload.length), ...payload]);
}

/** Of a number up to 2^53. */
export function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** Of 64 bits, as negative numbers need. */
export function varint64(value: bigint): number[] {
  const bits = BigInt.asUintN(64, value);
  return bits < 128n ? [Number(bits)] : [Number(bits & 127n) + 128, ...varint64(bits >> 7n)];
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
