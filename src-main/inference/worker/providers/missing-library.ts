/** Which library a provider lacks. ONNX Runtime tells that only on the standard error; the loader tells us, too. */
import type { Provider } from '#core/configuration.ts';
import { providerLibrary, runtimeFolder } from './provider-library.ts';

/** Looked for only after the provider failed, on Linux. null: nothing is missing, or it cannot be told. */
export async function findMissingLibrary(provider: Provider): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  if (provider === 'webgpu') return missingFrom('libvulkan.so.1');
  if (provider !== 'cuda' && provider !== 'tensorrt') return null;
  const folder = await runtimeFolder();
  if (folder === null) return null;
  const libraries = ['shared', provider].map((name) => providerLibrary(folder, name));
  for (const library of libraries) {
    const missing = missingFrom(library);
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
