/** A fingerprint of files, to see whether what was made from them is still of the same sources. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * SHA-256 over the names and contents of files and of everything in folders.
 * @param {string} root
 * @param {readonly string[]} paths relative to root; one that does not exist counts as absent
 * @param {(path: string) => boolean} [include] which files count, by path relative to root
 * @returns {string} hexadecimal
 */
export function sourceStamp(root, paths, include = () => true) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((start) => filesUnder(join(root, start))).sort()) {
    const name = relative(root, path).replaceAll('\\', '/');
    if (!include(name)) continue;
    const content = readFileSync(path);
    // Lengths keep a file's end and the next one's name apart.
    hash.update(`${name}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}
