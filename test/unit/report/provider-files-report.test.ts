import { describe, expect, it } from 'vitest';
import { disabledText, enabledText, type EnabledFiles } from '#report/provider-files-report.ts';

const receipt = {
  version: '1.30.0',
  folder: '/x/bin',
  source: 'https://example.com/p.nupkg',
  sha512: 'ab'.repeat(64),
  vouchedBy: 'feed' as const,
  files: [{ name: 'libp.so', bytes: 272_049_904, sha256: 'cd'.repeat(32) }],
  at: '2026-01-02T03:04:05.000Z',
};
type Needs = EnabledFiles['libraries']['needs'];
const need = (library: string, partOf: string, changes: Partial<Needs[number]> = {}): Needs[number] => ({
  ...{ library, partOf, neededBy: 'cuda', required: true, found: false },
  ...changes,
});

describe('the report of enabling', () => {
  it('says what is missing for each provider, once, and not what is only opened on demand', () => {
    const needs = [
      need('libcudart.so.13', 'CUDA 13'),
      need('libcublas.so.13', 'CUDA 13'),
      need('libcuda.so.1', 'NVIDIA driver 580 or newer', { found: true }),
      need('libcudnn.so.9', 'cuDNN 9', { required: false }),
      need('libnvinfer.so.10', 'TensorRT 10', { neededBy: 'tensorrt' }),
    ];
    const text = enabledText({ kept: false, receipt, libraries: { needs, unread: [] } }, null);
    expect(text).toMatchInlineSnapshot(`
      "/x/bin: the CUDA and TensorRT libraries of ONNX Runtime 1.30.0 were put there.
      libp.so: 272.05 MB; SHA-256 cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
      From https://example.com/p.nupkg; SHA-512 abababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababab, as the NuGet feed names it.
      To undo it: joulemark devices disable cuda

      They need:
      ┌──────────────────┬────────────────────────────┬──────────────────────┬─────────────────┐
      │ library          │ comes with                 │ needed by            │ on this machine │
      ├──────────────────┼────────────────────────────┼──────────────────────┼─────────────────┤
      │ libcudart.so.13  │ CUDA 13                    │ cuda                 │ missing         │
      │ libcublas.so.13  │ CUDA 13                    │ cuda                 │ missing         │
      │ libcuda.so.1     │ NVIDIA driver 580 or newer │ cuda                 │ found           │
      │ libcudnn.so.9    │ cuDNN 9                    │ cuda, some operators │ missing         │
      │ libnvinfer.so.10 │ TensorRT 10                │ tensorrt             │ missing         │
      └──────────────────┴────────────────────────────┴──────────────────────┴─────────────────┘
      Missing for cuda: CUDA 13.
      Missing for tensorrt: TensorRT 10.
      Install what is missing so that the linker finds it (ldconfig, or LD_LIBRARY_PATH).
      To see whether they work, and on what: joulemark devices
      "
    `);
  });

  it('asks for nothing where all is there, or where it cannot be known', () => {
    for (const found of [true, null]) {
      const needs = [need('libcudart.so.13', 'CUDA 13', { found })];
      const text = enabledText({ kept: true, receipt, libraries: { needs, unread: ['tensorrt'] } }, null);
      expect(text).not.toContain('Missing');
      expect(text).toContain(found === null ? 'not known' : 'found');
      expect(text).toContain('have been there since 2026-01-02, unchanged.');
      expect(text).toContain('What the library of tensorrt needs could not be read from it.');
    }
  });

  it('keeps within the terminal, but for words that are longer and the table', () => {
    const text = enabledText({ kept: false, receipt, libraries: { needs: [], unread: [] } }, 60);
    const long = text.split('\n').filter((line) => line.length > 60);
    expect(long.every((line) => !line.trim().includes(' '))).toBe(true);
  });
});

describe('the report of disabling', () => {
  it('says what was removed, and what was left and why', () => {
    const common = { folder: '/x/bin', removed: ['a.so'], left: ['b.so'] };
    expect(disabledText({ ...common, receipt }, null)).toBe(
      'Removed from /x/bin: a.so.\nLeft alone, since it was changed since this command put it there: /x/bin/b.so\n',
    );
    expect(disabledText({ ...common, removed: [], receipt: null }, null)).toBe(
      'Left alone, since it was not put there by this command: /x/bin/b.so\n',
    );
  });
});
