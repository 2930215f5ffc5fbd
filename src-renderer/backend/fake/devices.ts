/** What the fake's machines have to run models on. */
import type { DeviceStatus } from '#core/devices.ts';
import { Fault, type FaultCode, type WireFault } from '#core/errors.ts';
import type { Adapter, Placement } from '#core/placement.ts';
import { claimedDevice, parseTarget, PROVIDER_FACTS } from '#core/providers.ts';

const fault = (code: FaultCode, message: string): WireFault => new Fault(code, message).toWire();

/** All nodes of the small model on one provider. */
const allOn = (provider: string): Placement => ({
  timeRatio: { [provider]: 1 },
  nodeRatio: { [provider]: 1 },
  fallbacks: [],
  examples: [],
});

export function adapter(kind: Adapter['kind'], name: string | null, changes: Partial<Adapter> = {}): Adapter {
  return {
    name,
    vendor: null,
    kind,
    verified: true,
    evidence: 'the only GPU that the system lists',
    fp16: null,
    memoryBytes: null,
    ...changes,
  };
}

/** Ready, with nothing known but what its provider is. */
function device(target: string, changes: Partial<DeviceStatus> = {}): DeviceStatus {
  const parsed = parseTarget(target);
  if (parsed === null) throw new Error(`no such target "${target}"`);
  const { runtime, placedAs } = PROVIDER_FACTS[parsed.provider];
  return {
    ...parsed,
    target,
    runtime,
    device: claimedDevice(parsed),
    state: 'ready',
    vendor: null,
    name: null,
    driver: null,
    memoryBytes: null,
    adapter: null,
    placement: allOn(placedAs),
    fault: null,
    fix: null,
    ...changes,
  };
}

const missing = (target: string, why: WireFault, fix: string | null = null): DeviceStatus =>
  device(target, { state: 'unavailable', placement: null, fault: why, fix });

const onAdapter = (target: string, found: Adapter, changes: Partial<DeviceStatus> = {}): DeviceStatus =>
  device(target, {
    adapter: found,
    name: found.name,
    vendor: found.vendor,
    memoryBytes: found.memoryBytes,
    ...changes,
  });

const fellBack = (target: string): DeviceStatus =>
  device(target, {
    state: 'fell-back',
    placement: allOn('cpu'),
    fault: fault(
      'provider-failed',
      'The session ran, but the processor executed every node of our small model',
    ),
  });

const NO_NVIDIA = fault('provider-missing', 'No NVIDIA GPU is listed by the system');
const WEBNN = ['webnn:cpu', 'webnn:gpu', 'webnn:npu'];

const NO_PAGE_GPU = fault('provider-failed', 'The page was given no GPU adapter');

/** A virtual machine without a GPU, and without a Vulkan loader. */
export const NO_GPU: readonly DeviceStatus[] = [
  device('cpu', { name: 'Intel Core i5-8250U', vendor: 'Intel' }),
  missing(
    'webgpu',
    fault('provider-failed', 'Failed to get a WebGPU adapter: libvulkan.so.1 is not installed'),
    'sudo apt-get install libvulkan1 mesa-vulkan-drivers\n# undo: sudo apt-get remove libvulkan1 mesa-vulkan-drivers',
  ),
  missing('cuda', NO_NVIDIA),
  missing('tensorrt', NO_NVIDIA),
  device('wasm'),
  missing('web-webgpu', NO_PAGE_GPU),
  ...WEBNN.map(fellBack),
];

const UHD = adapter('integrated', 'Intel UHD Graphics 620', {
  vendor: 'Intel',
  fp16: true,
  memoryBytes: 2 ** 31,
});

/** A laptop whose package counter covers its GPU. */
export const LAPTOP: readonly DeviceStatus[] = [
  device('cpu', { name: 'Intel Core i5-8250U', vendor: 'Intel' }),
  onAdapter('webgpu', UHD, { driver: 'Mesa 24.2.8' }),
  missing('cuda', NO_NVIDIA),
  missing('tensorrt', NO_NVIDIA),
  device('wasm'),
  onAdapter('web-webgpu', { ...UHD, evidence: 'the page’s adapter says vendor intel, architecture gen-9' }),
  ...WEBNN.map(fellBack),
];

const DXGI = 'DXGI lists it under this number';
export const BASIC_RENDER = adapter('software', 'Microsoft Basic Render Driver', {
  vendor: 'Microsoft',
  evidence: DXGI,
});

const UNVERIFIED_NPU = adapter(null, null, {
  verified: false,
  evidence: 'the page’s context says nothing of what it computes on, and Windows lists one NPU',
});

/** Windows with two GPUs, an NPU and the adapter that is always there. */
export const WINDOWS: readonly DeviceStatus[] = [
  device('cpu', { name: 'Intel Core Ultra 7 155H', vendor: 'Intel' }),
  onAdapter(
    'webgpu',
    adapter('discrete', 'NVIDIA GeForce RTX 4060 Laptop GPU', { vendor: 'NVIDIA', fp16: true }),
    {
      driver: '32.0.15.6094',
    },
  ),
  missing('cuda', fault('provider-missing', 'onnxruntime-node carries no CUDA provider for Windows')),
  onAdapter(
    'dml:0',
    adapter('discrete', 'NVIDIA GeForce RTX 4060 Laptop GPU', {
      vendor: 'NVIDIA',
      evidence: DXGI,
      memoryBytes: 8 * 2 ** 30,
    }),
    { driver: '32.0.15.6094' },
  ),
  onAdapter('dml:1', adapter('integrated', 'Intel Arc Graphics', { vendor: 'Intel', evidence: DXGI }), {
    driver: '31.0.101.5186',
  }),
  onAdapter('dml:2', BASIC_RENDER, {
    state: 'software',
    fault: fault(
      'provider-failed',
      'Microsoft Basic Render Driver is a software adapter: the processor does the work',
    ),
  }),
  device('wasm'),
  onAdapter(
    'web-webgpu',
    adapter('discrete', null, { vendor: 'nvidia', evidence: 'the page’s adapter says vendor nvidia' }),
  ),
  fellBack('webnn:cpu'),
  onAdapter(
    'webnn:gpu',
    { ...UNVERIFIED_NPU, evidence: 'the page’s context says nothing of what it computes on' },
    {
      state: 'unverified',
      fault: fault(
        'provider-failed',
        'WebNN gives a context for a GPU, and does not say whether one is behind it',
      ),
    },
  ),
  onAdapter('webnn:npu', UNVERIFIED_NPU, {
    state: 'unverified',
    fault: fault(
      'provider-failed',
      'WebNN gives a context for an NPU, and does not say whether one is behind it',
    ),
  }),
];

export const SWIFTSHADER = adapter('software', 'SwiftShader', {
  vendor: 'Google',
  evidence: 'libvk_swiftshader.so is loaded in the worker',
  fp16: false,
});

/** A virtual machine on which a software Vulkan driver is installed. */
export const SOFTWARE: readonly DeviceStatus[] = NO_GPU.map((status) =>
  status.target === 'webgpu'
    ? onAdapter('webgpu', SWIFTSHADER, {
        state: 'software',
        fault: fault('provider-failed', 'SwiftShader is a software adapter: the processor does the work'),
      })
    : status,
);
