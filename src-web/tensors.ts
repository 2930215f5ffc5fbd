/** Between our plain tensors and ONNX Runtime's. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { Fault } from '#core/errors.ts';
import type { TensorData, TensorMap } from '#core/tensor.ts';
import { isTensorData } from '#core/tensor-check.ts';
import type { OrtRuntime } from './runtime.ts';

export function toOrt(ort: OrtRuntime, feeds: TensorMap): InferenceSession.FeedsType {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]),
  );
}

/** Of outputs that lie in the page's memory. A `Fault` for what is no tensor of numbers. */
export function fromOrt(outputs: InferenceSession.ReturnType): TensorMap {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [name, plainTensor(name, output)]),
  );
}

function plainTensor(name: string, { type, data, dims }: Tensor): TensorData {
  const tensor: unknown = { type, data: type === 'float16' ? bitPatterns(data) : data, dims };
  if (isTensorData(tensor)) return tensor;
  throw new Fault('inference-failed', `output "${name}" is of type ${type}, which is not supported`);
}

/** A browser that has `Float16Array` gives half floats in it; we pass on their bit patterns. */
function bitPatterns(data: Tensor['data']): unknown {
  if (!ArrayBuffer.isView(data) || data instanceof Uint16Array) return data;
  return new Uint16Array(data.buffer, data.byteOffset, data.byteLength / Uint16Array.BYTES_PER_ELEMENT);
}
