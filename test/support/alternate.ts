/** Times sessions against each other: alternating, so that a change of the machine meets them all. */
import { InferenceSession } from 'onnxruntime-node';
import type { TensorMap } from '#core/tensor.ts';
import { toOrt } from './onnx-run.ts';

export interface Timing {
  /** Median wall time of an inference, ms. */
  readonly wallMs: number;
  /** Median of processor time over the first model's, stretch by stretch: other processes disturb it less. */
  readonly cpuRatio: number;
}

const ROUNDS = 25;
/** Inferences at a stretch: long enough for the model's data to be in the caches. */
const STRETCH_MS = 60;

/** One timing for each of `models`, all with the same feeds; `more` are options of single sessions. */
export async function alternate(
  models: readonly Uint8Array[],
  feeds: TensorMap,
  threads: number,
  more: readonly InferenceSession.SessionOptions[] = [],
): Promise<Timing[]> {
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const inputs = toOrt(feeds);
  const lanes = [];
  for (const [at, bytes] of models.entries()) {
    const session = await InferenceSession.create(bytes, { ...options, ...more[at] });
    lanes.push({ session, wallMs: [] as number[], cpuMs: [] as number[] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { session, wallMs, cpuMs } of lanes) {
      await session.run(inputs);
      const used = process.cpuUsage();
      const startedMs = performance.now();
      let runs = 0;
      while (runs < 3 || performance.now() - startedMs < STRETCH_MS) {
        await session.run(inputs);
        runs += 1;
      }
      const { user, system } = process.cpuUsage(used);
      wallMs.push((performance.now() - startedMs) / runs);
      cpuMs.push((user + system) / 1000 / runs);
    }
  }
  const first = lanes[0]?.cpuMs ?? [];
  const timings = lanes.map(({ wallMs, cpuMs }) => ({
    wallMs: median(wallMs),
    cpuRatio: median(cpuMs.map((each, round) => each / (first[round] ?? NaN))),
  }));
  for (const { session } of lanes) await session.release();
  return timings;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
