import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { neededLibraries } from '#runner/provider-files/elf.ts';
import { libraryFinder, needsOf, parseLinkerCache } from '#runner/provider-files/needs.ts';
import { FILE_NAMES, type FileName } from '#runner/provider-files/target.ts';
import { madeElf } from '#test/support/made-elf.ts';

const folder = mkdtempSync(join(tmpdir(), 'joulemark-needs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const REAL = join(
  import.meta.dirname,
  '../../../node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
);

describe('neededLibraries', () => {
  it('reads the names that the linker reads, in order', async () => {
    const names = ['libcudart.so.13', 'a', 'libc.so.6'];
    expect(await neededLibraries(file('made.so', madeElf(names)))).toEqual(names);
    expect(await neededLibraries(file('none.so', madeElf([])))).toEqual([]);
  });

  it('reads those of a real library of 45 MB', async () => {
    expect(await neededLibraries(REAL)).toEqual(expect.arrayContaining(['libstdc++.so.6', 'libc.so.6']));
  });

  it('says that it cannot, for what is no such library, or only the beginning of one', async () => {
    const whole = madeElf(['libcudart.so.13']);
    expect(await neededLibraries(join(folder, 'absent.so'))).toBeNull();
    expect(await neededLibraries(file('text.so', Buffer.from('no library\n'.repeat(20))))).toBeNull();
    for (let length = 0; length < whole.length; length++) {
      expect(await neededLibraries(file('cut.so', whole.subarray(0, length)))).toBeNull();
    }
  });

  it('survives every damaged byte: names, or null', async () => {
    const whole = madeElf(['libcudart.so.13', 'libc.so.6']);
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 1, 0x7f, 0xff]) {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        const names = await neededLibraries(file('damaged.so', bytes));
        expect(names === null || Array.isArray(names)).toBe(true);
      }
    }
  });
});

function libraries(cuda: readonly string[], tensorrt: readonly string[] | null): void {
  const needs: Record<FileName, Buffer> = {
    'libonnxruntime_providers_shared.so': madeElf([]),
    'libonnxruntime_providers_cuda.so': madeElf(cuda),
    'libonnxruntime_providers_tensorrt.so': tensorrt === null ? Buffer.from('no library') : madeElf(tensorrt),
  };
  for (const name of FILE_NAMES) file(name, needs[name]);
}

describe('needsOf', () => {
  it('leaves out what every Linux has, and names what brings the rest', async () => {
    libraries(
      [
        'libcublasLt.so.12',
        'libcurand.so.10',
        'libcudart.so.12',
        'libcufft.so.11',
        'libcudnn.so.9',
        'libstdc++.so.6',
      ],
      ['libonnxruntime_providers_shared.so', 'libnvonnxparser.so.10', 'libz.so.1', 'ld-linux-x86-64.so.2'],
    );
    const { needs, unread } = await needsOf(folder, (library) => library.startsWith('libcud'));
    expect(unread).toEqual([]);
    expect(needs.map(({ library, partOf, required, found }) => [library, partOf, required, found])).toEqual([
      ['libcublasLt.so.12', 'CUDA 12', true, false],
      ['libcurand.so.10', 'CUDA 12', true, false],
      ['libcudart.so.12', 'CUDA 12', true, true],
      ['libcufft.so.11', 'CUDA 12', true, false],
      ['libcudnn.so.9', 'cuDNN 9', true, true],
      ['libnvonnxparser.so.10', 'TensorRT 10', true, false],
      ['libz.so.1', 'the system', true, false],
    ]);
  });

  it('adds what is opened on demand, in the version that goes with this CUDA', async () => {
    for (const [cuda, cufft] of [
      ['12', '11'],
      ['13', '12'],
    ]) {
      libraries([`libcudart.so.${cuda}`], []);
      const { needs } = await needsOf(folder, () => null);
      const optional = needs.filter(({ required }) => !required).map(({ library }) => library);
      expect(optional).toEqual(['libcudnn.so.9', `libcufft.so.${cufft}`]);
      expect(needs.every(({ found }) => found === null)).toBe(true);
    }
  });

  it('says whose needs it cannot tell, and tells the others', async () => {
    libraries(['libcudart.so.13'], null);
    const { needs, unread } = await needsOf(folder, () => true);
    expect(unread).toEqual(['tensorrt']);
    expect(needs.map(({ neededBy }) => neededBy)).toContain('cuda');
  });
});

describe('what the linker knows', () => {
  it('is read from ldconfig, for programs of 64 bits only', () => {
    const text = `3 libs found in cache \`/etc/ld.so.cache'
\tlibcudart.so.13 (libc6,x86-64) => /usr/local/cuda/lib64/libcudart.so.13
\tlibcublas.so.13 (libc6,x86-64, OS ABI: Linux 3.2.0) => /usr/local/cuda/lib64/libcublas.so.13
\tlibcudnn.so.9 (libc6) => /usr/lib32/libcudnn.so.9
Cache generated by: ldconfig (Debian GLIBC 2.36-9) stable release version 2.36
`;
    expect([...parseLinkerCache(text)]).toEqual(['libcudart.so.13', 'libcublas.so.13']);
  });

  it('is the same that this machine’s own ldconfig says, with the folders of LD_LIBRARY_PATH', async () => {
    file('libonly-here.so.1', Buffer.from(''));
    const has = await libraryFinder({ LD_LIBRARY_PATH: `/nowhere:${folder}` });
    expect(has('libonly-here.so.1')).toBe(true);
    const libc = ((): boolean | null => {
      try {
        return execFileSync('/sbin/ldconfig', ['-p']).includes('libc.so.6');
      } catch {
        return null;
      }
    })();
    expect(has('libc.so.6')).toBe(libc);
    expect(has('libsurely-absent.so.1')).toBe(libc === null ? null : false);
  });
});
