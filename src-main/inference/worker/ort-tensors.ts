/** Between our plain tensors and ONNX Runtime's. */
import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import { isTensorData } from '#core/tensor-check.ts';

export function toOrt(feeds: TensorMap): InferenceSession.FeedsType {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [name, new Tensor(type, data, dims)]),
  );
}

/** A `Fault` for outputs that are not tensors of numbers. */
export function fromOrt(outputs: InferenceSession.ReturnType): TensorMap {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { type, data, dims }]) => {
      const tensor: unknown = { type, data, dims };
      if (isTensorData(tensor)) return [name, tensor];
      throw new Fault('inference-failed', `output "${name}" is of type ${type}, which is not supported`);
    }),
  );
}
