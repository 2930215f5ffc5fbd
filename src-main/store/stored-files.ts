/** How much lies in files, and the deletion of exactly these. Links are never followed: they count as themselves. */
import { lstat, unlink } from 'node:fs/promises';
import { fileFault, systemCode } from '#disk/file-fault.ts';

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** Folders among the paths, and what has gone meanwhile, are left out. Throws a `Fault` (file-unreadable). */
export async function amountOf(paths: readonly string[]): Promise<Amount> {
  const sizes = await Promise.all(paths.map(sizeOf));
  return sumOf(sizes.filter((size) => size !== null));
}

/** Returns what went. Throws a `Fault` (file-unwritable) at the first that cannot be deleted; the former ones are gone. */
export async function deleteFiles(paths: readonly string[]): Promise<Amount> {
  const sizes: number[] = [];
  for (const path of paths) {
    const size = await sizeOf(path);
    if (size === null) continue;
    try {
      await unlink(path);
    } catch (cause) {
      if (systemCode(cause) === 'ENOENT') continue;
      throw fileFault('file-unwritable', 'delete', path, cause);
    }
    sizes.push(size);
  }
  return sumOf(sizes);
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const stats = await lstat(path);
    return stats.isDirectory() ? null : stats.size;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw fileFault('file-unreadable', 'look at', path, cause);
  }
}

function sumOf(sizes: readonly number[]): Amount {
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
