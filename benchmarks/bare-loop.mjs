/**
 * onnxruntime-node and nothing else: what anybody would write to time a model. Asked over IPC: first
 * `{ path, provider, threads, feeds }`, then any number of `{ settleS, seconds }`, each answered
 * with `{ secondsPerInference }` of what ran after the settling.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** @type {InferenceSession | null} */
let session = null;
/** @type {Record<string, Tensor>} */
let feeds = {};

process.on('message', (/** @type {any} */ message) => {
  const answer = 'path' in message ? load(message) : settleAndMeasure(message);
  answer.then((value) => process.send?.(value));
});
process.on('disconnect', () => process.exit(0));

/** @param {{ path: string, provider: string, threads: number, feeds: Record<string, { type: any, data: any, dims: number[] }> }} job */
async function load(job) {
  const tensors = Object.entries(job.feeds).map(([name, { type, data, dims }]) => [
    name,
    new Tensor(type, data, dims),
  ]);
  feeds = Object.fromEntries(tensors);
  session = await InferenceSession.create(job.path, {
    executionProviders: [job.provider],
    intraOpNumThreads: job.threads,
  });
  return { loaded: true };
}

/** @param {{ settleS: number, seconds: number }} durations */
async function settleAndMeasure({ settleS, seconds }) {
  await measure(settleS);
  return measure(seconds);
}

/** @param {number} seconds */
async function measure(seconds) {
  if (session === null) throw new Error('asked to measure before a model was loaded');
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  let count = 0;
  let nowMs;
  do {
    await session.run(feeds);
    count += 1;
    nowMs = performance.now();
  } while (nowMs < endMs);
  return { secondsPerInference: (nowMs - startMs) / 1000 / count };
}
