/** Whether a model with seeded weights answers as a live network does. */
import type { TensorMap } from '#core/tensor.ts';

export interface Spread {
  /** Every value of every output is a finite number. */
  readonly finite: boolean;
  /** Standard deviation of each output's values for the first input. */
  readonly deviation: Readonly<Record<string, number>>;
  /** The same of the difference between the answers to the first two inputs. */
  readonly difference: Readonly<Record<string, number>>;
}

export function spreadOf([first, second]: readonly TensorMap[]): Spread {
  const names = Object.keys(first!);
  const values = (outputs: TensorMap, name: string): Float32Array => outputs[name]!.data as Float32Array;
  const each = (compute: (name: string) => number): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, compute(name)]));
  return {
    finite: names.every((name) => values(first!, name).every((value) => Number.isFinite(value))),
    deviation: each((name) => deviationOf(values(first!, name))),
    difference: each((name) => {
      const other = values(second!, name);
      return deviationOf(values(first!, name).map((value, at) => value - other[at]!));
    }),
  };
}

function deviationOf(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
}
