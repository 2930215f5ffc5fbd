import { describe, expect, it } from 'vitest';
import { remedyFor, type Trouble } from '#inference/worker/providers/remedies.ts';

const trouble = (changes: Partial<Trouble>): Trouble => ({
  ...{ code: 'provider-failed', provider: 'webgpu', platform: 'linux', text: '', missingLibrary: null },
  ...changes,
});
const remedy = (changes: Partial<Trouble>) => remedyFor(trouble(changes));

describe('WebGPU on Linux', () => {
  it('without the Vulkan loader names the packages, and how to undo it', () => {
    const said = remedy({ missingLibrary: 'libvulkan.so.1' });
    expect(said).toContain('"sudo apt install libvulkan1 mesa-vulkan-drivers"');
    expect(said).toContain('undo: "sudo apt remove libvulkan1 mesa-vulkan-drivers"');
  });

  it('with the loader but without a GPU asks for its driver', () => {
    expect(remedy({})).toMatch(/no driver offers a GPU.*mesa-vulkan-drivers.*\/dev\/dri/s);
  });
});

describe('CUDA', () => {
  const cuda = (changes: Partial<Trouble>) => remedy({ provider: 'cuda', ...changes });

  it.each(['cuda', 'tensorrt'] as const)('that was never enabled is enabled: %s', (provider) => {
    const missingLibrary = 'libonnxruntime_providers_shared.so';
    expect(remedy({ provider, code: 'provider-missing', missingLibrary })).toContain(
      'joulemark devices enable cuda',
    );
  });

  it.each([
    ['libcudnn.so.9', 'cuDNN'],
    ['libcublasLt.so.12', 'the CUDA toolkit'],
    ['libnvrtc.so.12', 'the CUDA toolkit'],
    ['libnvinfer.so.10', 'TensorRT'],
    ['libcuda.so.1', 'the NVIDIA driver'],
  ])('that lacks %s names it, and %s', (missingLibrary, owner) => {
    expect(cuda({ missingLibrary })).toMatch(
      new RegExp(`^${missingLibrary} cannot be opened. Install ${owner} `),
    );
  });

  it('with an old driver asks for a newer one', () => {
    expect(cuda({ text: 'CUDA failure 35: CUDA driver version is insufficient' })).toContain(
      'Update the NVIDIA driver',
    );
  });

  it('without a GPU says so', () => {
    expect(cuda({ text: 'CUDA failure 100: no CUDA-capable device is detected' })).toContain('No NVIDIA GPU');
  });

  it('with a wrong adapter number points to the list', () => {
    expect(cuda({ code: 'provider-missing', text: 'CUDA failure 101: invalid device ordinal' })).toContain(
      'lists',
    );
  });
});

it('DirectML with a wrong adapter number points to the list', () => {
  expect(remedy({ provider: 'dml', platform: 'win32', code: 'provider-missing' })).toContain('lists');
});

it('faults that are not the provider’s keep the general remedy', () => {
  for (const code of ['out-of-memory', 'operator-unsupported', 'session-failed'] as const) {
    expect(remedy({ code, provider: 'cuda' })).toBeNull();
  }
});
