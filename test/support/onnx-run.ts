/** Runs model bytes in ONNX Runtime on the CPU, on one thread: the same bits every time. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TensorMap } from '#core/tensor.ts';

export type Floats = Readonly<
  Record<string, { readonly dims: readonly number[]; readonly data: Float32Array }>
>;

/** Feeds and outputs are float32; the session is released at the end. */
export async function runFloats(bytes: Uint8Array, feeds: Floats): Promise<Record<string, Float32Array>> {
  const inputs = Object.entries(feeds).map(([name, { dims, data }]) => [
    name,
    { type: 'float32', dims, data },
  ]);
  const [outputs = {}] = await runAll(bytes, [Object.fromEntries(inputs) as TensorMap]);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => {
      if (data instanceof Float32Array) return [name, data];
      throw new Error(`the output ${name} is not float32`);
    }),
  );
}

/** One inference for each of `feeds`, in one session. */
export async function runAll(bytes: Uint8Array, feeds: readonly TensorMap[]): Promise<TensorMap[]> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  try {
    const results: TensorMap[] = [];
    for (const each of feeds) {
      const inputs = Object.entries(each).map(([name, { type, data, dims }]) => [
        name,
        new Tensor(type, data, dims),
      ]);
      results.push(plain(await session.run(Object.fromEntries(inputs) as InferenceSession.FeedsType)));
    }
    return results;
  } finally {
    await session.release();
  }
}

/** ONNX Runtime's tensors keep memory of the session; these are copies. */
function plain(outputs: InferenceSession.ReturnType): TensorMap {
  const tensors = Object.entries(outputs).map(([name, { type, data, dims }]) => [
    name,
    { type, dims: [...dims], data: data.slice() },
  ]);
  return Object.fromEntries(tensors) as TensorMap;
}

/** 10 · log₁₀(Σ r² / Σ (r − x)²), dB; Infinity when equal. */
export function sqnrDb(reference: Float32Array, found: Float32Array): number {
  if (reference.length !== found.length) return NaN;
  let signal = 0;
  let difference = 0;
  for (const [at, value] of reference.entries()) {
    signal += value * value;
    difference += (value - (found[at] ?? NaN)) ** 2;
  }
  return 10 * Math.log10(signal / difference);
}
