/** One process at a time in a piece of work that others may be doing too. Needs node_modules. */
import { mkdir } from 'node:fs/promises';

/** A lock that was not renewed for so long belongs to a process that died. */
const STALE_MS = 30_000;
/** Waiting for the other process: up to ten minutes, a slow download included. */
const WAIT = { retries: 1200, factor: 1, minTimeout: 500, maxTimeout: 500 };

/**
 * Runs `body` while holding the lock of a folder, which is made if need be.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withLock(folder, body) {
  const { default: lockfile } = await import('proper-lockfile');
  await mkdir(folder, { recursive: true });
  const release = await lockfile.lock(folder, { stale: STALE_MS, retries: WAIT });
  try {
    return await body();
  } finally {
    await release();
  }
}
