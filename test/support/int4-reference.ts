/** What com.microsoft.MatMulNBits makes of its weights, written for clarity: (q − z) · s, one weight after the other. */

export interface Blocked {
  readonly packed: Uint8Array;
  readonly scales: Float32Array;
  /** Null: 8 for every block. */
  readonly zeroPoints: Uint8Array | null;
}

/** [outputs, inputs] row-major. */
export function dequantized(
  { packed, scales, zeroPoints }: Blocked,
  inputs: number,
  outputs: number,
  blockSize: number,
): Float64Array {
  const blocks = Math.ceil(inputs / blockSize);
  const weights = new Float64Array(inputs * outputs);
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      const block = Math.floor(input / blockSize);
      const at = (output * blocks + block) * blockSize + (input % blockSize);
      const zeroAt = output * Math.ceil(blocks / 2) * 2 + block;
      const zeroPoint = zeroPoints === null ? 8 : nibble(zeroPoints, zeroAt);
      const scale = scales[output * blocks + block] ?? NaN;
      weights[output * inputs + input] = (nibble(packed, at) - zeroPoint) * scale;
    }
  }
  return weights;
}

/** The lower four bits of a byte come first. */
function nibble(bytes: Uint8Array, index: number): number {
  const byte = bytes[Math.floor(index / 2)] ?? NaN;
  return index % 2 === 0 ? byte & 15 : byte >> 4;
}
