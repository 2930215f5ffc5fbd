/** One array → the samples of an input that it holds. */
import { Fault } from '#core/errors.ts';
import type { InputSpec } from '#core/suite.ts';
import type { TensorData } from '#core/tensor.ts';

/**
 * An array of the input's own shape is one sample; with one more axis in front, or with N in place of a first
 * dimension of 1, it is N of them. float64 becomes float32, and int32 and int64 become each other where no value
 * changes: NumPy makes the wide ones unless it is told not to. Throws `input-invalid` that names `file` and the input.
 */
export function fitArray(array: TensorData, spec: InputSpec, file: string): TensorData[] {
  const { type, dims, data } = converted(array, spec, file);
  const size = spec.dims.reduce((product, dim) => product * dim, 1);
  const count = samplesIn(dims, spec.dims);
  if (count === null) {
    throw new Fault(
      'input-invalid',
      `${file} holds [${dims.join(', ')}] for the input "${spec.name}", which takes [${spec.dims.join(', ')}]`,
      { remedy: 'Save arrays of that shape, or choose another one with --shape.' },
    );
  }
  return Array.from({ length: count }, (_, at) => {
    const sample = data.slice(at * size, (at + 1) * size);
    return { type, dims: spec.dims, data: sample } as TensorData;
  });
}

/** null: the array does not fit. No samples at all do not fit either. */
function samplesIn(dims: readonly number[], wanted: readonly number[]): number | null {
  const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();
  if (same(dims, wanted)) return 1;
  const [count = 0, ...rest] = dims;
  if (count === 0) return null;
  if (same(rest, wanted)) return count;
  return wanted[0] === 1 && same(rest, wanted.slice(1)) ? count : null;
}

function converted(array: TensorData, spec: InputSpec, file: string): TensorData {
  if (array.type === spec.type) return array;
  const { dims } = array;
  if (array.type === 'float64' && spec.type === 'float32') {
    return { type: 'float32', dims, data: Float32Array.from(array.data) };
  }
  if (array.type === 'int32' && spec.type === 'int64') {
    return { type: 'int64', dims, data: BigInt64Array.from(array.data, BigInt) };
  }
  if (array.type === 'int64' && spec.type === 'int32' && array.data.every(fitsInt32)) {
    return { type: 'int32', dims, data: Int32Array.from(array.data, Number) };
  }
  throw new Fault(
    'input-invalid',
    `${file} holds ${array.type} for the input "${spec.name}", which takes ${spec.type}`,
    { remedy: `Save the array with .astype("${spec.type}").` },
  );
}

const fitsInt32 = (value: bigint): boolean => value >= -(2n ** 31n) && value < 2n ** 31n;
