/** Which library a provider lacks. ONNX Runtime tells that only on the standard error; the loader tells us, too. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Provider } from '#core/configuration.ts';
import { mappedFiles } from './driver-libraries.ts';

/** Looked for only after the provider failed, on Linux. null: nothing is missing, or it cannot be told. */
export async function findMissingLibrary(provider: Provider): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  if (provider === 'webgpu') return missingFrom('libvulkan.so.1');
  if (provider !== 'cuda' && provider !== 'tensorrt') return null;
  const maps = await readFile('/proc/self/maps', 'utf8').catch(() => '');
  const runtime = mappedFiles(maps).find((path) => /\/libonnxruntime\.so[.\d]*$/.test(path));
  if (runtime === undefined) return null;
  // ONNX Runtime looks for its providers beside itself.
  const libraries = ['shared', provider].map((name) => `libonnxruntime_providers_${name}.so`);
  for (const library of libraries) {
    const missing = missingFrom(join(dirname(runtime), library));
    if (missing !== null) return missing;
  }
  return null;
}

/**
 * Opens the library as Node opens an addon. One that opens is no addon, and is refused as that; one that
 * lacks another is refused with its name.
 */
function missingFrom(path: string): string | null {
  try {
    process.dlopen({ exports: {} }, path);
    return null;
  } catch (error) {
    return missingLibraryIn(error instanceof Error ? error.message : '');
  }
}

/** The file's name in the words of the dynamic loader of Linux. */
export function missingLibraryIn(text: string): string | null {
  return /([^\s/:]+\.so[.\d]*): cannot open shared object file/.exec(text)?.[1] ?? null;
}
