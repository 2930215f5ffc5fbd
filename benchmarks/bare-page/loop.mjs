/**
 * onnxruntime-web and nothing else: what anybody would write to time a model. Asked over a port: first
 * `{ threads, feeds }`, then any number of `{ settleS, seconds }`, each answered with
 * `{ secondsPerInference }` of what ran after the settling.
 */

/** @type {{ run(feeds: object): Promise<object> }} */
let session;
let feeds = {};

/** @param {MessagePort} port */
export function serve(port) {
  port.onmessage = async ({ data }) => {
    port.postMessage('feeds' in data ? await load(data) : await settleAndMeasure(data));
  };
}

/** @param {{ threads: number, feeds: Record<string, { type: string, data: any, dims: number[] }> }} job */
async function load(job) {
  // As an address that only the page knows, so that no bundler looks for it.
  const address = '/ort/ort.wasm.min.mjs';
  const ort = await import(address);
  ort.env.wasm.numThreads = job.threads;
  const tensors = Object.entries(job.feeds).map(([name, { type, data, dims }]) => [
    name,
    new ort.Tensor(type, data, dims),
  ]);
  feeds = Object.fromEntries(tensors);
  session = await ort.InferenceSession.create('/model.onnx', { executionProviders: ['wasm'] });
  return { loaded: true };
}

/** @param {{ settleS: number, seconds: number }} durations */
async function settleAndMeasure({ settleS, seconds }) {
  await measure(settleS);
  return measure(seconds);
}

/** @param {number} seconds */
async function measure(seconds) {
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
