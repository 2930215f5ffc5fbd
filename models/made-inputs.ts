/** Seeded inputs for models whose answers mean nothing: the same bits on every machine, no files needed. */
import type { TensorData, TensorMap } from '#core/tensor.ts';
import { seededValues, seedOf, xorshift } from './builders/seeded.ts';

/** As many as fidelity asks for. */
const INPUTS = 32;
const CALIBRATION_INPUTS = 16;

type MakeFeeds = (name: string) => TensorMap;

/** Feeds to run and compare, and others of the same kind to calibrate on; `make` gets a name to seed from. */
export function madeFeeds(
  id: string,
  make: MakeFeeds,
): { inputs(): TensorMap[]; calibration(): TensorMap[] } {
  const many = (kind: string, count: number) => (): TensorMap[] =>
    Array.from({ length: count }, (_, index) => make(`${id}/${kind}/${index}`));
  return { inputs: many('input', INPUTS), calibration: many('calibration', CALIBRATION_INPUTS) };
}

/** Cells along a side of each layer of noise, coarse to fine, and how much each weighs. */
const LAYERS = [
  { cells: 4, weight: 0.5 },
  { cells: 12, weight: 0.3 },
  { cells: 40, weight: 0.2 },
] as const;

/**
 * Noise that is smooth as a picture is: layers of random values with straight lines between them. [channels,
 * height, width], mostly within ±1, with a mean and a contrast of its own.
 */
export function smoothNoise(name: string, channels: number, height: number, width: number): Float32Array {
  const values = new Float32Array(channels * height * width);
  const next = xorshift(seedOf(name));
  const contrast = 0.5 + next() / 2 ** 32;
  for (let channel = 0; channel < channels; channel += 1) {
    const plane = values.subarray(channel * height * width, (channel + 1) * height * width);
    plane.fill(0.4 * (next() / 2 ** 31 - 1));
    for (const { cells, weight } of LAYERS) {
      const grid = seededValues(`${name}/${channel}/${cells}`, (cells + 1) ** 2, 1.5 * weight * contrast);
      addStretched(plane, height, width, grid, cells);
    }
  }
  return values;
}

/** Adds a grid of (cells + 1)² values, bilinearly stretched over the plane. */
function addStretched(
  plane: Float32Array,
  height: number,
  width: number,
  grid: Float32Array,
  cells: number,
): void {
  const [rows, columns] = [places(height, cells), places(width, cells)];
  const line = new Float32Array(cells + 1);
  for (let y = 0; y < height; y += 1) {
    const start = (rows.cell[y] ?? 0) * (cells + 1);
    const down = rows.share[y] ?? 0;
    for (let at = 0; at <= cells; at += 1) {
      const above = grid[start + at] ?? 0;
      line[at] = above + ((grid[start + cells + 1 + at] ?? 0) - above) * down;
    }
    for (let x = 0; x < width; x += 1) {
      const cell = columns.cell[x] ?? 0;
      const left = line[cell] ?? 0;
      const value = left + ((line[cell + 1] ?? 0) - left) * (columns.share[x] ?? 0);
      plane[y * width + x] = (plane[y * width + x] ?? 0) + value;
    }
  }
}

/** For each of `length` places: the cell that it is in, and how far into it, 0 … 1. */
function places(length: number, cells: number): { cell: Int32Array; share: Float64Array } {
  const exact = Float64Array.from({ length }, (_, at) => (at * cells) / length);
  const cell = Int32Array.from(exact, Math.floor);
  return { cell, share: exact.map((value, at) => value - (cell[at] ?? 0)) };
}

/** `count` token ids in [from, to). */
export function tokenIds(name: string, count: number, from: number, to: number): BigInt64Array {
  const next = xorshift(seedOf(name));
  return BigInt64Array.from({ length: count }, () => BigInt(from + (next() % (to - from))));
}

export function floats(dims: readonly number[], data: Float32Array): TensorData {
  return { type: 'float32', dims, data };
}

export function ids(dims: readonly number[], data: BigInt64Array): TensorData {
  return { type: 'int64', dims, data };
}
