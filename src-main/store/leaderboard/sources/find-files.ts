/** From what a person names as a leaderboard to the files that hold it: a file, a pattern, or a folder. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';
import { expandPattern, isPattern } from './pattern.ts';

/** What is taken of a folder. */
const BOARD_FILE = /\.(?:jsonl|ndjson|json|parquet)$/i;

/** True paths, in order and each once. Throws a `Fault` (file-unreadable) where a name leads to nothing. */
export async function findFiles(names: readonly string[], cwd: string): Promise<string[]> {
  const found = new Set<string>();
  for (const name of names) {
    for (const path of await filesOf(name, cwd)) {
      // By its true path, so that two names of one file count once.
      found.add(await realpath(path).catch(() => path));
    }
  }
  return [...found];
}

async function filesOf(name: string, cwd: string): Promise<string[]> {
  const path = isAbsolute(name) ? name : resolve(cwd, name);
  // A file may be called "a[1].jsonl": what is there is meant, whatever signs its name has.
  const stats = await statOrNull(path);
  if (stats?.isDirectory()) return filesBelow(path);
  if (stats !== null) return [path];
  if (!isPattern(name)) throw fileFault('file-unreadable', 'read the leaderboard', path, missing());
  const files = await expandPattern(name, cwd);
  if (files.length > 0) return files;
  throw new Fault('file-unreadable', `no file matches ${name}`, {
    remedy: 'Check the pattern; * stands for any part of a name, and ** for any folders.',
  });
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  try {
    await collect(folder, files);
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the folder', folder, cause);
  }
  if (files.length > 0) return files.sort();
  throw new Fault('file-unreadable', `${folder} holds no .jsonl, .ndjson, .json or .parquet file`, {
    remedy: 'Name the folder that holds the leaderboard, or the file itself.',
  });
}

/** Names that begin with a dot are a program's own (.git); links to folders are not followed, as they may go in circles. */
async function collect(folder: string, files: string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await collect(path, files);
    else if (BOARD_FILE.test(entry.name) && (await isFile(path))) files.push(path);
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await statOrNull(path))?.isFile() === true;
}

async function statOrNull(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    // Signs that a pattern has are no file names on Windows: it says so with these two.
    if (['ENOENT', 'ENOTDIR', 'EINVAL'].includes(systemCode(error) ?? '')) return null;
    throw fileFault('file-unreadable', 'read the leaderboard', path, error);
  }
}

const missing = () => Object.assign(new Error('no such file'), { code: 'ENOENT' });
