/** Where inputs and outputs of the measured inferences lie: in the page's memory, or on the GPU. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { TensorsOn } from '#core/placement.ts';
import type { OrtRuntime } from './runtime.ts';

export interface Bound {
  readonly tensorsOn: TensorsOn;
  /** One inference; resolves when the device has done it. */
  run(): Promise<unknown>;
}

/** Inputs and outputs in the page's memory: copies are part of each inference, and end it. */
export function onHost(session: InferenceSession, feeds: InferenceSession.FeedsType): Bound {
  return { tensorsOn: 'host', run: () => session.run(feeds) };
}

/**
 * Types that kernels compute on the GPU. Others (int64, bool) are mostly shapes, indices and states of which ONNX Runtime
 * reads the values on the processor: on the device, each inference would wait for them to come back.
 */
const ON_DEVICE: ReadonlySet<string> = new Set(['float32', 'float16', 'int32', 'uint32']);

/**
 * Inputs and outputs in buffers of the GPU, made once; null where their types or sizes do not allow it.
 * `outputs`: of an inference with these feeds, for their types and sizes.
 */
export function onDevice(
  ort: OrtRuntime,
  device: GPUDevice,
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  outputs: InferenceSession.ReturnType,
): Bound | null {
  const inputs = feeds as Readonly<Record<string, Tensor>>;
  const all = [...Object.values(inputs), ...Object.values(outputs)];
  if (!all.every(({ type, size }) => ON_DEVICE.has(type) && size > 0)) return null;
  const made = (source: Tensor): Tensor => deviceTensor(ort, device, source);
  const deviceFeeds = mapValues(inputs, made);
  const deviceOutputs = mapValues(outputs, made);
  return {
    tensorsOn: 'device',
    async run() {
      await session.run(deviceFeeds, deviceOutputs);
      // Nothing is read back, so nothing else waits for the GPU.
      await device.queue.onSubmittedWorkDone();
    },
  };
}

/** ONNX Runtime binds whole multiples of this many bytes. */
const ALIGNMENT_BYTES = 16;

/** The same values in a buffer of the GPU. */
function deviceTensor(ort: OrtRuntime, device: GPUDevice, source: Tensor): Tensor {
  const { data, dims, type } = source;
  const view = data as Float32Array<ArrayBuffer>;
  const size = Math.ceil(view.byteLength / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size, usage, mappedAtCreation: true });
  new Uint8Array(buffer.getMappedRange()).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  buffer.unmap();
  return ort.Tensor.fromGpuBuffer(buffer, { dataType: type as 'float32', dims });
}

function mapValues<T, U>(map: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
