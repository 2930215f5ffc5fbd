/** Model files that were made here and can be made again: variants, built architectures, the probe of devices. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault, systemCode } from '#disk/file-fault.ts';

/** As those who make them name their folders in the cache; downloads lie elsewhere and are no part of it. */
const FOLDERS = ['variants', 'built', 'devices'];
const LOCK = '.lock';

/**
 * Paths of the models, their notes and their data. What another program is making at this moment is left out, and so is
 * anything that is no model's file. Throws a `Fault` (file-unreadable).
 */
export async function listMadeFiles(cacheDir: string): Promise<string[]> {
  const lists = await Promise.all(FOLDERS.map((name) => modelFilesIn(join(cacheDir, name))));
  return lists.flat();
}

async function modelFilesIn(folder: string): Promise<string[]> {
  const names = await namesIn(folder);
  const making = names.filter((name) => name.endsWith(LOCK)).map((name) => name.slice(0, -LOCK.length));
  return names
    .filter((name) => name.includes('.onnx') && !making.some((model) => name.startsWith(model)))
    .map((name) => join(folder, name));
}

/** None where the folder is missing, or leads elsewhere: a link in the cache is not followed. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await lstat(folder)).isDirectory() ? await readdir(folder) : [];
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fileFault('file-unreadable', 'read the folder', folder, cause);
  }
}
