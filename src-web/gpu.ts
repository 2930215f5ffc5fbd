/** The GPU adapter and device that ONNX Runtime really took, seen as it asks the browser for them. */
import type { AdapterFacts } from './describe-adapter.ts';
import { Fault } from '#core/errors.ts';
import { deviceLost } from './loop.ts';

export interface TakenGpu {
  readonly facts: AdapterFacts;
  readonly device: GPUDevice;
  /** Rejects with `device-lost`; never resolves. */
  readonly lost: Promise<never>;
}

export interface GpuWatch {
  /** The last that was taken; null: none was. */
  readonly taken: TakenGpu | null;
}

const NO_ADAPTER =
  'Electron reaches GPUs on Linux through Vulkan: install its driver, and run from the command line, or start the app with ' +
  '--enable-features=Vulkan. Elsewhere, update the driver.';

/** ONNX Runtime says of this that a flag may be missing, which people cannot set. Rejects with `provider-missing`. */
export async function requireGpu(): Promise<void> {
  const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
  if (adapter !== null) return;
  throw new Fault('provider-missing', 'The browser finds no GPU adapter for WebGPU.', { remedy: NO_ADAPTER });
}

/** Call once, before ONNX Runtime asks. Does nothing where the browser has no WebGPU. */
export function watchGpu(): GpuWatch {
  const watch: { taken: TakenGpu | null } = { taken: null };
  if (!('GPUAdapter' in globalThis)) return watch;
  const request = Reflect.get(GPUAdapter.prototype, 'requestDevice') as GPUAdapter['requestDevice'];
  GPUAdapter.prototype.requestDevice = async function requestDevice(descriptor) {
    const device = await request.call(this, descriptor);
    watch.taken = { facts: factsOf(this), device, lost: lossOf(device) };
    return device;
  };
  return watch;
}

function lossOf(device: GPUDevice): Promise<never> {
  const lost = device.lost.then(({ reason, message }) => {
    // ONNX Runtime gives the device back with its last session.
    if (reason === 'destroyed') return new Promise<never>(() => undefined);
    throw deviceLost(message);
  });
  lost.catch(() => undefined);
  return lost;
}

/** Older browsers have `isFallbackAdapter` on the adapter, newer ones in its info. */
interface OlderAdapter {
  readonly isFallbackAdapter?: boolean;
}

function factsOf(adapter: GPUAdapter): AdapterFacts {
  const { vendor, architecture, device, description } = adapter.info;
  const { type } = adapter.info as GPUAdapterInfo & { readonly type?: string };
  const older = (adapter as OlderAdapter).isFallbackAdapter;
  return {
    ...{ vendor, architecture, device, description },
    type: type ?? '',
    isFallback: (adapter.info.isFallbackAdapter as boolean | undefined) ?? older ?? false,
    fp16: adapter.features.has('shader-f16'),
    maxBufferBytes: adapter.limits.maxBufferSize,
  };
}
