/** One process at a time makes a kept file; the others wait for it rather than make it again. */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { systemCode } from '#disk/file-fault.ts';

const ownerSchema = z.object({ pid: z.int().positive(), host: z.string() });
/** How often whoever waits looks again, ms. */
const LOOK_MS = 100;
/** Whoever its owner is, a lock counts as left behind after this long, ms. */
const ABANDONED_MS = 15 * 60_000;
/** The locks that this process holds: another one that names its number is of a process that had it before. */
const heldHere = new Set<string>();

/**
 * Gives what `find` finds, or else what `make` makes while this process holds `<path>.lock`. Not by proper-lockfile, which
 * proves that a lock's owner lives by a timer: rewriting a large model keeps the process from every timer for longer than
 * anybody should wait for a dead one. So the file names its owner, and an owner that is gone holds nothing.
 *
 * Two processes that find the same dead owner may both take over. Then the file is made twice, by temporary files that
 * are renamed: never half a file, and the same bytes.
 */
export async function findOrMake<T>(
  path: string,
  find: () => Promise<T | null>,
  make: () => Promise<T>,
): Promise<T> {
  const lock = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    const found = await find();
    if (found !== null) return found;
    if (await take(lock)) break;
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    else await sleep(LOOK_MS);
  }
  heldHere.add(lock);
  try {
    // Whoever held the lock before may have made it since we looked.
    return (await find()) ?? (await make());
  } finally {
    heldHere.delete(lock);
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const owner = ownerSchema.safeParse(JSON.parse(await readFile(lock, 'utf8')));
    if (owner.success && owner.data.host === hostname() && isGone(owner.data.pid, lock)) return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    // Half a lock: its owner died over it, or is writing it at this moment.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const mtimeMs = await changedAt(lock);
  return mtimeMs !== null && Date.now() - mtimeMs > ABANDONED_MS;
}

/** null: its owner has let it go meanwhile. */
async function changedAt(lock: string): Promise<number | null> {
  try {
    return (await stat(lock)).mtimeMs;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function isGone(pid: number, lock: string): boolean {
  if (pid === process.pid) return !heldHere.has(lock);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it lives, under another account.
    return systemCode(error) === 'ESRCH';
  }
}
