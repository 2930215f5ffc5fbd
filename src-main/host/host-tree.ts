/** Sysfs as the host's conditions see it: what cannot be read is null, and there is no reason to fail. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths are relative to the root, with slashes. */
export interface HostTree {
  /** Text of a file without white space around it. */
  readText(path: string): Promise<string | null>;
  /** Names in a folder, sorted; none where it is not there. */
  list(path: string): Promise<readonly string[]>;
}

export function hostTree(root: string): HostTree {
  return {
    readText: (path) =>
      readFile(join(root, path), 'utf8').then(
        (text) => text.trim(),
        () => null,
      ),
    list: (path) =>
      readdir(join(root, path)).then(
        (names) => names.sort(),
        () => [],
      ),
  };
}

/** A whole number of either sign; null where the file holds anything else, or nothing. */
export async function readWhole(tree: HostTree, path: string): Promise<number | null> {
  const text = await tree.readText(path);
  return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}
