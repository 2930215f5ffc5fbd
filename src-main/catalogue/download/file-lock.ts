/** One download of a file at a time, also among processes. */
import { lock } from 'proper-lockfile';
import { systemCode } from '#disk/file-fault.ts';
import { diskFailure } from './errors.ts';
import type { Network } from './network.ts';

/** A lock that its owner has not renewed for this long belongs to a dead process, ms. */
const STALE_MS = 15_000;
/** Between two looks, s. */
const LOOK_S = 0.25;

/**
 * Runs `work` while holding `<target>.lock`; whoever comes second waits, and finds the file. `work` is given a signal
 * that also ends when the lock is lost, e.g. by a suspend. Rejects with `file-unwritable`, or null where `signal` ended.
 */
export async function withFileLock<T>(
  target: string,
  network: Network,
  work: (network: Network) => Promise<T>,
): Promise<T | null> {
  const { clock, signal } = network;
  const lost = new AbortController();
  for (;;) {
    if (signal.aborted) return null;
    const release = await take(target, () => lost.abort());
    if (release !== null) {
      try {
        return await work({ ...network, signal: AbortSignal.any([signal, lost.signal]) });
      } finally {
        // A lock that was lost is not ours to release.
        if (!lost.signal.aborted) await release();
      }
    }
    await clock.sleep(LOOK_S, signal);
  }
}

async function take(target: string, onCompromised: () => void): Promise<(() => Promise<void>) | null> {
  const lockfilePath = `${target}.lock`;
  try {
    return await lock(target, { lockfilePath, realpath: false, stale: STALE_MS, onCompromised });
  } catch (error) {
    if (systemCode(error) === 'ELOCKED') return null;
    throw diskFailure(lockfilePath, error);
  }
}
