/** Made inputs: the same on every machine, from a seed. */
import { z } from 'zod';
import { seededRandom, type Random } from '#core/stats/random.ts';
import type { InputSpec } from '#core/suite.ts';
import type { TensorData, TensorMap } from '#core/tensor.ts';

/** What the values of one made input are. */
export const valuesSchema = z.discriminatedUnion('kind', [
  /** Roughly standard normal; see `normal`. */
  z.object({ kind: z.literal('normal') }),
  /** Whole numbers, each equally likely: 0 ≤ v < below. */
  z.object({ kind: z.literal('whole'), below: z.int().positive() }),
  z.object({ kind: z.literal('constant'), value: z.number() }),
  /** 0, 1, 2 … along the last axis. */
  z.object({ kind: z.literal('positions') }),
]);
export type Values = z.infer<typeof valuesSchema>;

export interface SeededInput {
  readonly spec: InputSpec;
  readonly values: Values;
}

/** `count` feeds; the same seed gives the same values, another one gives others. */
export function seededFeeds(inputs: readonly SeededInput[], count: number, seed: number): TensorMap[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    Object.fromEntries(inputs.map(({ spec, values }) => [spec.name, seededTensor(spec, values, random)])),
  );
}

function seededTensor({ type, dims }: InputSpec, values: Values, random: Random): TensorData {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const make = makerOf(values, dims.at(-1) ?? 1, random);
  switch (type) {
    case 'float32':
      return { type, dims, data: filled(new Float32Array(count), make) };
    case 'float64':
      return { type, dims, data: filled(new Float64Array(count), make) };
    case 'int8':
      return { type, dims, data: filled(new Int8Array(count), make) };
    case 'uint8':
    case 'bool':
      return { type, dims, data: filled(new Uint8Array(count), make) };
    case 'int16':
      return { type, dims, data: filled(new Int16Array(count), make) };
    case 'uint16':
      return { type, dims, data: filled(new Uint16Array(count), make) };
    case 'int32':
      return { type, dims, data: filled(new Int32Array(count), make) };
    case 'uint32':
      return { type, dims, data: filled(new Uint32Array(count), make) };
    case 'int64':
      return { type, dims, data: BigInt64Array.from({ length: count }, (_, at) => BigInt(make(at))) };
    case 'uint64':
      return { type, dims, data: BigUint64Array.from({ length: count }, (_, at) => BigInt(make(at))) };
    case 'float16':
      return { type, dims, data: filled(new Uint16Array(count), (at) => halfBits(make(at))) };
  }
}

/** The value at a place in the tensor. */
type Make = (at: number) => number;

function makerOf(values: Values, lastDim: number, random: Random): Make {
  switch (values.kind) {
    case 'normal':
      return () => normal(random);
    case 'whole':
      return () => Math.floor(random() * values.below);
    case 'constant':
      return () => values.value;
    case 'positions':
      return (at) => at % Math.max(1, lastDim);
  }
}

function filled<A extends { length: number; [at: number]: number }>(array: A, make: Make): A {
  for (let at = 0; at < array.length; at += 1) array[at] = make(at);
  return array;
}

/** Of the sum of four independent whole numbers 0 … 65535: their variance is 4 · (2³² − 1) / 12. */
const HALVES_DEVIATION = Math.sqrt((2 ** 32 - 1) / 3);

/**
 * Mean 0, variance 1, within ± 3.47: the sum of four uniform numbers (Irwin and Hall). Sums of whole numbers and one
 * division, which IEEE 754 rounds the same everywhere; `Math.log` and `Math.cos` of other methods differ in last bits.
 */
function normal(random: Random): number {
  const [a, b] = [random() * 2 ** 32, random() * 2 ** 32];
  const sum = (a >>> 16) + (a & 0xffff) + (b >>> 16) + (b & 0xffff);
  return (sum - 2 * 65_535) / HALVES_DEVIATION;
}

const SINGLE = new Float32Array(1);
const SINGLE_BITS = new Uint32Array(SINGLE.buffer);

/** The bits of the nearest half float, ties to even (IEEE 754); for values far below its largest, 65504. */
function halfBits(value: number): number {
  SINGLE[0] = value;
  const bits = SINGLE_BITS[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const mantissa = bits & 0x7fffff;
  if (exponent < -10) return sign;
  // Subnormal: the leading 1 is written out, and the mantissa moves right.
  if (exponent <= 0) return sign | roundedShift(mantissa | 0x800000, 14 - exponent);
  return sign + roundedShift((exponent << 23) | mantissa, 13);
}

function roundedShift(bits: number, by: number): number {
  const kept = bits >>> by;
  const half = 2 ** (by - 1);
  const rest = bits & (2 ** by - 1);
  return rest > half || (rest === half && kept % 2 === 1) ? kept + 1 : kept;
}
