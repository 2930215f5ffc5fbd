import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderIn, whatIsThere } from '#inference/worker/providers/provider-library.ts';

/** As onnxruntime-node 1.30 lists them on Linux x64, whatever lies beside it. */
const LISTED = [
  { name: 'cpu', bundled: true },
  { name: 'webgpu', bundled: true },
  { name: 'cuda', bundled: false },
  { name: 'tensorrt', bundled: false },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const installed = (where: string | null) =>
  whatIsThere(LISTED, where)
    .filter((each) => each.installed)
    .map(({ name }) => name);

describe('what is there to run on', () => {
  it('is what the package was built with, where nothing was put beside it', () => {
    expect(installed(folder)).toEqual(['cpu', 'webgpu']);
    expect(installed(null)).toEqual(['cpu', 'webgpu']);
  });

  it('holds CUDA once its library lies beside the runtime, though the package goes on calling it not bundled', () => {
    writeFileSync(join(folder, 'libonnxruntime_providers_cuda.so'), '');
    expect(installed(folder)).toEqual(['cpu', 'webgpu', 'cuda']);
  });
});

describe('folderIn', () => {
  it('finds the folder of the runtime among the files of a process', () => {
    const files = [
      '/usr/lib/libc.so.6',
      '/opt/a b/x64/libonnxruntime.so.1',
      '/opt/a b/x64/onnxruntime_binding.node',
    ];
    expect(folderIn(files)).toBe('/opt/a b/x64');
    expect(folderIn(['/usr/lib/libc.so.6', '/x/libonnxruntime_providers_cuda.so'])).toBeNull();
  });
});
