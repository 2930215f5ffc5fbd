/** What a person can do about a native provider that does not work. Pure. */
import type { Provider } from '#core/configuration.ts';
import type { FaultCode } from '#core/errors.ts';

export interface Trouble {
  readonly code: FaultCode;
  readonly provider: Provider;
  readonly platform: NodeJS.Platform;
  /** ONNX Runtime's words. */
  readonly text: string;
  /** A library that the system could not open; null: none is known. */
  readonly missingLibrary: string | null;
}

/** null: the general remedy of the code is the best there is. */
export function remedyFor(trouble: Trouble): string | null {
  const { code, provider, platform } = trouble;
  if (code !== 'provider-missing' && code !== 'provider-failed') return null;
  if (provider === 'webgpu' && platform === 'linux') return vulkan(trouble);
  if (provider === 'cuda' || provider === 'tensorrt') return cuda(trouble);
  if (provider === 'dml' && code === 'provider-missing' && platform === 'win32') {
    return 'Choose the number of an adapter that "joulemark devices" lists.';
  }
  return null;
}

function vulkan({ missingLibrary }: Trouble): string {
  if (missingLibrary !== null) {
    return (
      'Install the Vulkan loader and a driver. Debian and Ubuntu: "sudo apt install libvulkan1 mesa-vulkan-drivers" ' +
      '(NVIDIA’s driver brings its own); undo: "sudo apt remove libvulkan1 mesa-vulkan-drivers".'
    );
  }
  return (
    'Vulkan is there, but no driver offers a GPU. Install the driver of the GPU (Debian and Ubuntu: "sudo apt install ' +
    'mesa-vulkan-drivers"; for NVIDIA its own), and see that you may open /dev/dri/renderD* (group "render").'
  );
}

/** Owners of the libraries that CUDA's provider needs, by the start of their names. */
const OWNERS: readonly (readonly [RegExp, string])[] = [
  [/^libcudnn/, 'cuDNN'],
  [/^libnvinfer|^libnvonnxparser/, 'TensorRT'],
  [/^libcuda\.so|^libnvidia/, 'the NVIDIA driver'],
  [/^lib(cu|nv)/, 'the CUDA toolkit'],
];

function cuda({ code, text, missingLibrary }: Trouble): string {
  if (/CUDA failure 101:/.test(text))
    return 'Choose the number of an adapter that "joulemark devices" lists.';
  if (/driver version is insufficient|CUDA failure 35:/.test(text)) {
    return 'Update the NVIDIA driver ("nvidia-smi" shows its version): it is older than this CUDA needs.';
  }
  if (/no CUDA-capable device|CUDA failure 100:/.test(text)) {
    return 'No NVIDIA GPU can be used: see whether "nvidia-smi" lists one, and load or install its driver.';
  }
  if (missingLibrary !== null && !missingLibrary.startsWith('libonnxruntime')) {
    const owner = OWNERS.find(([name]) => name.test(missingLibrary))?.[1] ?? 'what holds it';
    return (
      `${missingLibrary} cannot be opened. Install ${owner} in the version of that name, and let the system find ` +
      'it ("sudo ldconfig", or LD_LIBRARY_PATH).'
    );
  }
  if (code === 'provider-missing') {
    return 'Run "joulemark devices enable cuda", which fetches the libraries of CUDA’s and TensorRT’s providers.';
  }
  return 'Update the NVIDIA driver, and see whether "nvidia-smi" lists the GPU.';
}
