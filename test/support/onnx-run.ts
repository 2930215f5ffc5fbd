/** Runs model bytes in ONNX Runtime on the CPU. */
import { createHash } from 'node:crypto';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { integerOptions, readCpuFlags, withIntegerOptions } from '#inference/worker/integer-kernels.ts';
import type { TensorMap } from '#core/tensor.ts';

export type Floats = Readonly<
  Record<string, { readonly dims: readonly number[]; readonly data: Float32Array }>
>;

export type Run = (feeds: TensorMap) => Promise<TensorMap>;

/** Opens a session for `use` and releases it. One thread gives the same bits every time. */
export async function withSession<R>(
  bytes: Uint8Array,
  use: (run: Run) => Promise<R>,
  threads = 1,
): Promise<R> {
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
  // As the worker does, so that models with int8 weights answer right on processors without VNNI, too.
  const integer = integerOptions(process.arch, await readCpuFlags());
  const session = await withIntegerOptions(integer, (more) =>
    InferenceSession.create(bytes, { ...options, ...more }),
  );
  try {
    return await use(async (feeds) => plain(await session.run(toOrt(feeds))));
  } finally {
    await session.release();
  }
}

/** One inference for each of `feeds`, in one session. */
export function runAll(bytes: Uint8Array, feeds: readonly TensorMap[]): Promise<TensorMap[]> {
  return withSession(bytes, async (run) => {
    const results: TensorMap[] = [];
    for (const each of feeds) results.push(await run(each));
    return results;
  });
}

/** Feeds and outputs are float32. */
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

/** Equal for equal outputs, bit for bit; comparing megabytes with `toEqual` takes minutes. */
export function fingerprint(outputs: readonly TensorMap[]): string {
  const hash = createHash('sha256');
  for (const [name, { type, dims, data }] of outputs.flatMap((each) => Object.entries(each))) {
    hash.update(JSON.stringify([name, type, dims]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** 10 · log₁₀(Σ r² / Σ (r − x)²), dB; Infinity when equal, NaN when the lengths differ. */
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

export function toOrt(feeds: TensorMap): InferenceSession.FeedsType {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [name, new Tensor(type, data, dims)]),
  );
}

/** Copies: ONNX Runtime's own tensors lie in the session's memory. */
function plain(outputs: InferenceSession.ReturnType): TensorMap {
  const tensors = Object.entries(outputs).map(([name, { type, data, dims }]) => [
    name,
    { type, dims: [...dims], data: data.slice() },
  ]);
  return Object.fromEntries(tensors) as TensorMap;
}
