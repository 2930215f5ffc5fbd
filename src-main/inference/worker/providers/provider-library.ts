/** The file by which ONNX Runtime reaches a provider that is no part of it (CUDA, TensorRT). */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { mappedFiles } from './driver-libraries.ts';

/** Libraries of this process's ONNX Runtime; null: not on Linux, or it is not loaded. */
export async function runtimeFolder(): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  const maps = await readFile('/proc/self/maps', 'utf8').catch(() => '');
  return folderIn(mappedFiles(maps));
}

/** Where ONNX Runtime looks for its providers: beside itself. */
export function folderIn(files: readonly string[]): string | null {
  const runtime = files.find((path) => /^libonnxruntime\.so[.\d]*$/.test(basename(path)));
  return runtime === undefined ? null : dirname(runtime);
}

/** `name`: of a provider, or `shared`, through which the others are loaded. */
export const providerLibrary = (folder: string, name: string): string =>
  join(folder, `libonnxruntime_providers_${name}.so`);

/**
 * `bundled` of onnxruntime-node says with what its package was built: it stays false for CUDA and TensorRT when
 * their libraries have been put beside it. So the files are looked for. `folder`: of the runtime; null: not known.
 */
export function whatIsThere(
  listed: readonly { readonly name: string; readonly bundled: boolean }[],
  folder: string | null,
): { name: string; installed: boolean }[] {
  const isThere = (name: string) => folder !== null && existsSync(providerLibrary(folder, name));
  return listed.map(({ name, bundled }) => ({ name, installed: bundled || isThere(name) }));
}
