/** Lists of integers as protobuf packs them: seven bits a byte, the lowest first, the last one below 128. */

/** The number of integers; null where the last is cut off. */
export function countVarints(chunks: readonly Uint8Array[]): number | null {
  let count = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at++) if ((chunk[at] ?? 0) < 128) count++;
    if ((chunk.at(-1) ?? 0) >= 128) return null;
  }
  return count;
}

/** The integers' lowest `width` bytes (1, 2, 4 or 8) each, little-endian, one after the other. */
export function unpackVarints(chunks: readonly Uint8Array[], count: number, width: number): Uint8Array {
  const bytes = new Uint8Array(count * width);
  let to = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length && to < bytes.length; to += width)
      at = unpackOne(chunk, at, bytes, to, width);
  }
  return bytes;
}

/** Returns where the next integer begins. */
function unpackOne(chunk: Uint8Array, from: number, bytes: Uint8Array, to: number, width: number): number {
  let at = from;
  for (let bit = 0; at < chunk.length; bit += 7) {
    const byte = chunk[at++] ?? 0;
    const byteAt = bit >> 3;
    const shifted = (byte & 127) << (bit & 7);
    if (byteAt < width) bytes[to + byteAt] = (bytes[to + byteAt] ?? 0) | (shifted & 255);
    if (byteAt + 1 < width) bytes[to + byteAt + 1] = shifted >> 8;
    if (byte < 128) break;
  }
  return at;
}
