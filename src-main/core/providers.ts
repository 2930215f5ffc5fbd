/** What each execution provider is: where it runs, what it computes on, and how people name it. */
import { PROVIDERS, type Device, type Provider } from './configuration.ts';

/** `native`: onnxruntime-node in a process of its own. `web`: onnxruntime-web in a hidden page of Electron. */
export const RUNTIMES = ['native', 'web'] as const;
export type Runtime = (typeof RUNTIMES)[number];

export interface ProviderFacts {
  readonly runtime: Runtime;
  /** As ONNX Runtime takes it in `executionProviders`. */
  readonly executionProvider: string;
  /** Its key in a placement; WebAssembly is ONNX Runtime's CPU provider, compiled for the browser. */
  readonly placedAs: string;
  /** What it computes on where nothing else is known; a unit decides where it has units. */
  readonly device: Device;
  /** Names of its units, each with its device; empty: it has none, or they are found on the machine (`dml`). */
  readonly units: Readonly<Record<string, Device>>;
  readonly title: string;
}

export const PROVIDER_FACTS: Readonly<Record<Provider, ProviderFacts>> = {
  cpu: native('cpu', 'cpu', 'CPU kernels of ONNX Runtime'),
  webgpu: native('webgpu', 'gpu', 'WebGPU, without a browser (Vulkan, Direct3D 12 or Metal)'),
  cuda: native('cuda', 'gpu', 'NVIDIA CUDA'),
  tensorrt: native('tensorrt', 'gpu', 'NVIDIA TensorRT'),
  dml: native('dml', 'gpu', 'DirectML'),
  coreml: native('coreml', 'npu', 'Core ML', {
    cpuOnly: 'cpu',
    cpuAndGPU: 'gpu',
    cpuAndNeuralEngine: 'npu',
    all: 'npu',
  }),
  wasm: web('wasm', 'cpu', 'cpu', 'WebAssembly in a browser page'),
  'web-webgpu': web('webgpu', 'webgpu', 'gpu', 'WebGPU in a browser page'),
  webnn: web('webnn', 'webnn', 'npu', 'WebNN in a browser page', { cpu: 'cpu', gpu: 'gpu', npu: 'npu' }),
};

function native(
  executionProvider: string,
  device: Device,
  title: string,
  units: Readonly<Record<string, Device>> = {},
): ProviderFacts {
  return { runtime: 'native', executionProvider, placedAs: executionProvider, device, units, title };
}

function web(
  executionProvider: string,
  placedAs: string,
  device: Device,
  title: string,
  units: Readonly<Record<string, Device>> = {},
): ProviderFacts {
  return { runtime: 'web', executionProvider, placedAs, device, units, title };
}

/** A provider, and which of its units: an adapter of DirectML by number, a device type of WebNN, compute units of Core ML. */
export interface Target {
  readonly provider: Provider;
  readonly unit: string | null;
}

/** E.g. `webgpu`, `dml:1`, `webnn:npu`: what people write after `--providers`. */
export function targetName({ provider, unit }: Target): string {
  return unit === null ? provider : `${provider}:${unit}`;
}

/** null: no such provider, or none of its units. A bare `dml` or `webnn` stands for all of its units. */
export function parseTarget(name: string): Target | null {
  const [head, unit, ...rest] = name.split(':');
  const provider = PROVIDERS.find((known) => known === head);
  if (provider === undefined || rest.length > 0) return null;
  if (unit === undefined) return { provider, unit: null };
  const numbered = ['dml', 'cuda', 'tensorrt'].includes(provider) && /^\d{1,2}$/.test(unit);
  return numbered || Object.hasOwn(PROVIDER_FACTS[provider].units, unit) ? { provider, unit } : null;
}

/** What a target computes on as far as its name says. */
export function claimedDevice({ provider, unit }: Target): Device {
  const { units, device } = PROVIDER_FACTS[provider];
  return (unit === null ? undefined : units[unit]) ?? device;
}
