/** All that a person named as a leaderboard, as files of this machine for as long as they are needed. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault } from '#disk/file-fault.ts';
import { sortFiles, type BoardFiles } from './board-files.ts';
import { fetchBoard, isAddress, type FetchLimits } from './fetch-board.ts';
import { findFiles } from './find-files.ts';

export interface SourceRequest {
  /** Files, patterns, folders and addresses. */
  readonly names: readonly string[];
  /** Where relative names start. */
  readonly cwd: string;
  /** For the proxy. */
  readonly env: NodeJS.ProcessEnv;
  /** What is fetched lies below it, and goes when `use` is done. */
  readonly cacheDir: string;
  readonly limits?: FetchLimits;
}

export interface OpenSources extends BoardFiles {
  /** How people know a file: its address where it was fetched, else its path. */
  readonly nameOf: (path: string) => string;
}

/** Throws a `Fault`: file-unreadable, file-unwritable or source-unreachable; else what `use` throws. */
export async function withSources<T>(
  { names, cwd, env, cacheDir, limits }: SourceRequest,
  use: (sources: OpenSources) => Promise<T>,
): Promise<T> {
  const addresses = [...new Set(names.filter(isAddress))];
  // Names on this machine first: nothing is fetched in vain for a mistyped one.
  const local = await findFiles(
    names.filter((name) => !isAddress(name)),
    cwd,
  );
  const fetched = new Map<string, string>();
  const folder = addresses.length === 0 ? null : await temporaryFolder(cacheDir);
  try {
    for (const [index, address] of addresses.entries()) {
      const target = join(folder ?? '', `fetched-${index}`);
      await fetchBoard(address, target, env, limits);
      fetched.set(target, address);
    }
    const files = await sortFiles([...local, ...fetched.keys()]);
    return await use({ ...files, nameOf: (path) => fetched.get(path) ?? path });
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

async function temporaryFolder(cacheDir: string): Promise<string> {
  try {
    await mkdir(cacheDir, { recursive: true });
    return await mkdtemp(join(cacheDir, 'fetched-'));
  } catch (cause) {
    throw fileFault('file-unwritable', 'make a temporary folder in', cacheDir, cause);
  }
}
