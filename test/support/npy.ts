/** `.npy` files as NumPy writes them. */

interface NpyOptions {
  readonly version?: number;
  readonly fortranOrder?: boolean;
}

export function npy(
  descr: string,
  shape: readonly number[],
  data: ArrayBufferView,
  { version = 1, fortranOrder = false }: NpyOptions = {},
): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const order = fortranOrder ? 'True' : 'False';
  const header = npyHeader(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`, version);
  return Buffer.concat([header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}

/** Padded with spaces to 64 bytes and ended by a line break, as the format asks. */
export function npyHeader(dictionary: string, version = 1): Uint8Array {
  const sizeBytes = version === 1 ? 2 : 4;
  const start = 8 + sizeBytes;
  const length = Math.ceil((start + dictionary.length + 1) / 64) * 64 - start;
  const text = `${dictionary.padEnd(length - 1)}\n`;
  const size = Buffer.alloc(sizeBytes);
  size.writeUIntLE(length, 0, sizeBytes);
  return Buffer.concat([
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0),
    size,
    Buffer.from(text, 'latin1'),
  ]);
}
