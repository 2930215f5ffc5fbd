/** What a person does about a device that is not ready: exact commands, with how to undo them. */
import type { DeviceState } from '#core/devices.ts';
import type { Fault } from '#core/errors.ts';
import { PROVIDER_FACTS, type Target } from '#core/providers.ts';
import { cardsOf } from './cards.ts';
import type { DeviceEnvironment } from './environment.ts';

const CUDA = `joulemark devices enable cuda
# To undo it: joulemark devices disable cuda
`;

const VULKAN = `sudo apt-get install libvulkan1 mesa-vulkan-drivers
# To undo it: sudo apt-get remove libvulkan1 mesa-vulkan-drivers
# Fedora: sudo dnf install vulkan-loader mesa-vulkan-drivers
# Arch: sudo pacman -S vulkan-icd-loader, and vulkan-radeon or vulkan-intel
`;

/** NVIDIA's driver brings its own Vulkan; Mesa's has none that fits it as well. */
const NVIDIA_DRIVER = `# Debian, with its non-free packages. On Ubuntu instead: sudo ubuntu-drivers install
sudo apt-get install nvidia-driver libvulkan1   # then restart the computer
# To undo it: sudo apt-get remove nvidia-driver, and restart
`;

const TENSORRT = `# From NVIDIA's package repository (docs.nvidia.com/deeplearning/tensorrt, "Installing TensorRT"):
sudo apt-get install libnvinfer10 libnvinfer-plugin10 libnvonnxparsers10
# To undo it: sudo apt-get remove libnvinfer10 libnvinfer-plugin10 libnvonnxparsers10
`;

const ELECTRON = `# In a checkout this fetches an Electron once (about 200 MB) and starts the app:
npm start
# To undo it: remove the folder electron-… in Joulemark's cache folder
# Or name a folder that holds one: ELECTRON_OVERRIDE_DIST_PATH=FOLDER joulemark devices
`;

const DISPLAY = `sudo apt-get install xvfb xauth
# To undo it: sudo apt-get remove xvfb xauth
`;

const NO_CARD = '# No NVIDIA card was seen here, and without one this is of no use.\n';
const NO_GPU = `# No GPU was seen here. Without one, what this installs computes on the processor
# (llvmpipe), and is labelled software.
`;

/** ONNX Runtime's WebGPU and Chromium's say this where no driver offers an adapter. */
const NO_ADAPTER = /gpu adapter|supported adapters|requestadapter|libvulkan|no adapter/i;
/** CUDA's error 35, and what its loader says of libraries that are missing. */
const OLD_DRIVER = /cuda failure 35|driver version is insufficient/i;
const NO_DRIVER = /libcuda\.so|no cuda-capable device|cuda failure 100\b/i;
const NO_CUDA_LIBRARY = /lib(cublas|cublasLt|cudnn|cudart|cufft|curand|onnxruntime_providers_cuda)/i;
const NO_TENSORRT_LIBRARY = /lib(nvinfer|nvonnxparser)/i;

/** null: nothing is known that would mend it. */
export function fixFor(
  { provider }: Target,
  state: DeviceState,
  fault: Fault,
  environment: DeviceEnvironment,
): string | null {
  if (PROVIDER_FACTS[provider].runtime === 'web' && state === 'unavailable') {
    const page = pageFix(fault, environment);
    if (page !== null) return page;
  }
  if (provider === 'webgpu' || provider === 'web-webgpu') return vulkanFix(state, fault, environment);
  if (provider === 'cuda' || provider === 'tensorrt') return nvidiaFix(provider, state, fault, environment);
  return null;
}

function pageFix({ code, message }: Fault, { platform }: DeviceEnvironment): string | null {
  if (platform === 'linux' && /\bdisplay\b|xvfb/i.test(message)) return DISPLAY;
  return code === 'runtime-missing' && /no electron/i.test(message) ? ELECTRON : null;
}

/** Windows and macOS bring Direct3D 12 and Metal with them: there is no package to add. */
function vulkanFix(state: DeviceState, { message }: Fault, environment: DeviceEnvironment): string | null {
  if (environment.platform !== 'linux') return null;
  const hasNoDriver = state === 'software' || (state === 'unavailable' && NO_ADAPTER.test(message));
  if (!hasNoDriver) return null;
  const cards = cardsOf('webgpu', environment.graphics);
  if (cards.length === 0) return state === 'software' ? null : `${VULKAN}${NO_GPU}`;
  const hasOnlyNvidia = cardsOf('cuda', environment.graphics).length === cards.length;
  return hasOnlyNvidia && environment.arch === 'x64' ? NVIDIA_DRIVER : VULKAN;
}

function nvidiaFix(
  provider: 'cuda' | 'tensorrt',
  state: DeviceState,
  { code, message }: Fault,
  environment: DeviceEnvironment,
): string | null {
  if (state !== 'unavailable') return null;
  if (OLD_DRIVER.test(message) || NO_DRIVER.test(message)) {
    return environment.platform === 'linux' ? NVIDIA_DRIVER : null;
  }
  if (provider === 'tensorrt' && NO_TENSORRT_LIBRARY.test(message)) return TENSORRT;
  if (!hasBackend(environment, provider) || (code !== 'provider-missing' && !NO_CUDA_LIBRARY.test(message)))
    return null;
  return cardsOf('cuda', environment.graphics).length === 0 ? `${NO_CARD}${CUDA}` : CUDA;
}

function hasBackend({ backends }: DeviceEnvironment, provider: string): boolean {
  return !(backends instanceof Error) && backends.some(({ name }) => name === provider);
}
