/**
 * What the libraries need of the machine besides themselves. The libraries themselves are asked (their ELF headers), not
 * a table: onnxruntime-node 1.30's README still says CUDA 12, while ONNX Runtime stopped building for CUDA 12 with 1.27
 * (github.com/microsoft/onnxruntime, issue 29032), and the CUDA library of the 1.30 wheel on PyPI needs libcudart.so.13,
 * libcublas.so.13, libcublasLt.so.13, libcurand.so.10 and libcuda.so.1. Since 1.28 cuDNN and cuFFT are opened when an
 * operator asks for them (pull requests 29252 and 29808), so they stand in no header: CUDA 12 goes with cuFFT 11,
 * CUDA 13 with cuFFT 12, and both with cuDNN 9.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { neededLibraries } from './elf.ts';
import { FILE_NAMES } from './target.ts';

export interface LibraryNeed {
  readonly library: string;
  /** What brings it, in words, e.g. `CUDA 13`. */
  readonly partOf: string;
  readonly neededBy: 'cuda' | 'tensorrt';
  /** false: it is opened when an operator asks for it, and all else works without. */
  readonly required: boolean;
  /** Whether this machine's linker knows it; null: it could not be asked. */
  readonly found: boolean | null;
}

export interface NeedsReport {
  readonly needs: readonly LibraryNeed[];
  /** Providers whose library could not be read, so that their needs are not known. */
  readonly unread: readonly LibraryNeed['neededBy'][];
}

/** Of every Linux, or of these files themselves. */
const SYSTEM = /^(?:ld-linux|linux-vdso|lib(?:c|m|dl|rt|util|pthread|stdc\+\+|gcc_s|onnxruntime[a-z_]*)\.so)/;
/** The oldest driver that runs each: docs.nvidia.com/deploy/cuda-compatibility, "Minor Version Compatibility", Table 1. */
const DRIVER_OF_CUDA: Readonly<Record<string, string>> = { 12: '525', 13: '580' };
const CUFFT_OF_CUDA: Readonly<Record<string, string>> = { 12: '11', 13: '12' };

/** `hasLibrary`: null where that cannot be known. */
export async function needsOf(
  folder: string,
  hasLibrary: (library: string) => boolean | null,
): Promise<NeedsReport> {
  const needs: LibraryNeed[] = [];
  const unread: LibraryNeed['neededBy'][] = [];
  for (const neededBy of ['cuda', 'tensorrt'] as const) {
    const file = FILE_NAMES.find((name) => name.includes(neededBy)) ?? '';
    const all = await neededLibraries(join(folder, file));
    if (all === null) {
      unread.push(neededBy);
      continue;
    }
    const own = all.filter((library) => !SYSTEM.test(library));
    const extra = neededBy === 'cuda' ? onDemand(own) : [];
    const need = (library: string, required: boolean): LibraryNeed => {
      const partOf = origin(library, cudaMajor(own));
      return { library, partOf, neededBy, required, found: hasLibrary(library) };
    };
    needs.push(...own.map((each) => need(each, true)), ...extra.map((each) => need(each, false)));
  }
  return { needs, unread };
}

/** Those that a library of ONNX Runtime opens itself, as far as it is not linked with them. */
function onDemand(linked: readonly string[]): string[] {
  const cufft = CUFFT_OF_CUDA[cudaMajor(linked) ?? ''];
  const names = ['libcudnn.so.9', ...(cufft === undefined ? [] : [`libcufft.so.${cufft}`])];
  return names.filter((name) => !linked.some((each) => each.split('.')[0] === name.split('.')[0]));
}

function cudaMajor(libraries: readonly string[]): string | null {
  const runtime = libraries.find((library) => library.startsWith('libcudart.so.'));
  return runtime?.split('.')[2] ?? null;
}

function origin(library: string, cuda: string | null): string {
  const major = library.split('.so.')[1] ?? '';
  if (library.startsWith('libcuda.so')) {
    const oldest = DRIVER_OF_CUDA[cuda ?? ''];
    return oldest === undefined ? 'NVIDIA driver' : `NVIDIA driver ${oldest} or newer`;
  }
  if (library.startsWith('libcudnn')) return `cuDNN ${major}`;
  if (/^libnv(?:infer|onnxparser)/.test(library)) return `TensorRT ${major}`;
  if (/^lib(?:cu|nv)/.test(library)) return cuda === null ? 'CUDA' : `CUDA ${cuda}`;
  return 'the system';
}

/** Asks the linker's cache, and the folders of LD_LIBRARY_PATH. */
export async function libraryFinder(env: NodeJS.ProcessEnv): Promise<(library: string) => boolean | null> {
  const folders = (env['LD_LIBRARY_PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const cache = await linkerCache();
  const known = cache === null ? null : parseLinkerCache(cache);
  return (library) =>
    folders.some((folder) => existsSync(join(folder, library))) || (known?.has(library) ?? null);
}

/** Of `ldconfig -p`, whose lines read `libz.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libz.so.1`. */
export function parseLinkerCache(text: string): ReadonlySet<string> {
  const names = text.split('\n').map((line) => /^\s+(\S+) \([^)]*x86-64[^)]*\) => /.exec(line)?.[1]);
  return new Set(names.filter((name) => name !== undefined));
}

/** Null where there is no such program, as on Alpine. */
async function linkerCache(): Promise<string | null> {
  const run = promisify(execFile);
  for (const program of ['ldconfig', '/sbin/ldconfig']) {
    const output = await run(program, ['-p'], { timeout: 10_000, maxBuffer: 16_000_000 }).catch(() => null);
    if (output !== null) return output.stdout;
  }
  return null;
}
