/** Typed access to what a model returned. */
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';

export interface FloatOutput {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** The named output as floats; a `Fault` when the model returned something else. */
export function floatOutput(outputs: TensorMap, name: string): FloatOutput {
  const tensor = outputs[name];
  if (tensor?.type !== 'float32') {
    const found = Object.entries(outputs).map(([key, { type, dims }]) => `${key}: ${type}[${dims.join()}]`);
    throw new Fault(
      'inference-failed',
      `the model gave no float32 output "${name}", but ${found.join(', ')}`,
    );
  }
  return tensor;
}
