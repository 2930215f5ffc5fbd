/** A shared library of nothing but a header that says which others it needs, as the linker of x64 Linux reads it. */

const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;

/** `padBytes`: zeros at the end, for size. */
export function madeElf(needed: readonly string[], padBytes = 0): Buffer {
  const strings = Buffer.from(['', ...needed, ''].join('\0'), 'latin1');
  const offsets = needed.map(
    (_, index) => 1 + needed.slice(0, index).join('\0').length + (index > 0 ? 1 : 0),
  );
  const dynamicAt = HEADER_BYTES + 2 * SEGMENT_BYTES;
  const tags: [number, number][] = offsets.map((offset) => [1, offset]);
  const dynamicBytes = (tags.length + 3) * 16;
  const stringsAt = dynamicAt + dynamicBytes;
  // Addresses differ from offsets, as they do in real libraries.
  const base = 0x10000;
  tags.push([5, base + stringsAt], [10, strings.length], [0, 0]);
  const bytes = Buffer.alloc(stringsAt + strings.length + padBytes);
  bytes.write('7f454c4602010100', 0, 'hex');
  bytes.writeBigUInt64LE(BigInt(HEADER_BYTES), 32);
  bytes.writeUInt16LE(SEGMENT_BYTES, 54);
  bytes.writeUInt16LE(2, 56);
  writeSegment(bytes, 0, 1, 0, base, bytes.length);
  writeSegment(bytes, 1, 2, dynamicAt, base + dynamicAt, dynamicBytes);
  for (const [index, [tag, value]] of tags.entries()) {
    bytes.writeBigUInt64LE(BigInt(tag), dynamicAt + index * 16);
    bytes.writeBigUInt64LE(BigInt(value), dynamicAt + index * 16 + 8);
  }
  strings.copy(bytes, stringsAt);
  return bytes;
}

function writeSegment(
  bytes: Buffer,
  index: number,
  type: number,
  offset: number,
  address: number,
  length: number,
): void {
  const at = HEADER_BYTES + index * SEGMENT_BYTES;
  bytes.writeUInt32LE(type, at);
  bytes.writeBigUInt64LE(BigInt(offset), at + 8);
  bytes.writeBigUInt64LE(BigInt(address), at + 16);
  bytes.writeBigUInt64LE(BigInt(length), at + 32);
}
