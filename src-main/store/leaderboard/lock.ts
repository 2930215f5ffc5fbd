/** One writer at a time, also among machines that share a folder. */
import nodeFs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '../file-fault.ts';

export interface LockTimes {
  /** A lock that its owner has not renewed for this long belongs to a dead writer and is broken, ms (≥ 2000). */
  readonly staleMs: number;
  /** How long to wait for the lock, ms. It is longer than `staleMs`, so that a dead writer stops nobody. */
  readonly waitMs: number;
}

export const LOCK_TIMES: LockTimes = { staleMs: 10_000, waitMs: 30_000 };

/** Between two tries; random, so that writers that came together do not stay in step. */
const pauseMs = () => 10 + Math.random() * 50;

/**
 * Runs `work` while holding the lock (the folder `<target>.lock`, made by `mkdir`, which is atomic on
 * network shares too). `held()` turns false when the lock may have been lost, e.g. after a suspend:
 * ask it right before writing. Throws a `Fault`: file-locked, or file-unwritable where no lock can be made.
 */
export async function withLock<T>(
  target: string,
  work: (held: () => boolean) => Promise<T>,
  times: LockTimes = LOCK_TIMES,
): Promise<T> {
  let lost = false;
  const release = await acquire(target, times, () => {
    lost = true;
  });
  let awakeAtMs = Date.now();
  // The lock is renewed by a timer too; when ours is late, so was that one.
  const heartbeat = setInterval(() => (awakeAtMs = Date.now()), times.staleMs / 8);
  try {
    return await work(() => !lost && Date.now() - awakeAtMs < times.staleMs / 2);
  } finally {
    clearInterval(heartbeat);
    // A lock that was lost is not ours to release.
    if (!lost) await release();
  }
}

async function acquire(target: string, times: LockTimes, onLost: () => void): Promise<() => Promise<void>> {
  const lockfilePath = `${target}.lock`;
  const deadlineMs = performance.now() + times.waitMs;
  for (;;) {
    let breaking = true;
    const options = {
      lockfilePath,
      // The file need not exist yet; its path is a true one already.
      realpath: false,
      stale: times.staleMs,
      onCompromised: onLost,
      fs: { ...nodeFs, rmdir: guardedRmdir(lockfilePath, times.staleMs, () => breaking) },
    };
    try {
      const release = await lock(target, options);
      breaking = false;
      return release;
    } catch (error) {
      if (systemCode(error) !== 'ELOCKED') {
        throw fileFault('file-unwritable', 'lock the leaderboard for writing with', lockfilePath, error);
      }
      if (performance.now() > deadlineMs) {
        throw new Fault('file-locked', `another program has been writing to ${target} for too long`, {
          remedy: `Try again; if no program is writing, remove the folder ${lockfilePath}.`,
        });
      }
      await sleep(pauseMs());
    }
  }
}

type Rmdir = (path: string, done: (error: NodeJS.ErrnoException | null) => void) => void;

/**
 * proper-lockfile breaks a stale lock by looking and then removing; between the two, another process
 * may have broken it and taken the lock, which would then be removed under its owner. So the removal
 * has a lock of its own, under which the staleness is looked at again. Whoever dies while holding that
 * one (between two system calls) leaves it behind, and it is broken by the same rule, without a third.
 */
function guardedRmdir(lockfilePath: string, staleMs: number, isBreaking: () => boolean): Rmdir {
  const guard = `${lockfilePath}.breaking`;
  return (path, done) => {
    if (!isBreaking()) {
      nodeFs.rmdir(path, done);
      return;
    }
    try {
      if (takeGuard(guard, staleMs)) {
        if (isStale(lockfilePath, staleMs)) removeFolder(path);
        removeFolder(guard);
      }
    } catch (error) {
      done(error as NodeJS.ErrnoException);
      return;
    }
    done(null);
  };
}

/** Synchronous, so that nothing comes between the calls but another process. */
function takeGuard(guard: string, staleMs: number): boolean {
  try {
    nodeFs.mkdirSync(guard);
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    if (isStale(guard, staleMs)) removeFolder(guard);
    return false;
  }
}

function isStale(path: string, staleMs: number): boolean {
  const stats = nodeFs.statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.mtimeMs < Date.now() - staleMs;
}

/** Another process may have been quicker. */
function removeFolder(path: string): void {
  try {
    nodeFs.rmdirSync(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
