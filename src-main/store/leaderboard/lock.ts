/** One writer at a time, also among machines that share a folder. */
import nodeFs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';
import { folderMark, StaleLock } from './stale-lock.ts';

export interface LockTimes {
  /** A lock that its owner has not renewed for this long belongs to a dead writer and is broken, ms (≥ 2000). */
  readonly staleMs: number;
  /** How long to wait for the lock, ms. It is longer than `staleMs`, so that a dead writer stops nobody. */
  readonly waitMs: number;
}

export const LOCK_TIMES: LockTimes = { staleMs: 10_000, waitMs: 30_000 };

/** Whether a lock is dead is judged by `StaleLock`; proper-lockfile would trust the clocks of other machines. */
const NEVER_MS = Number.MAX_SAFE_INTEGER;

/** Between two tries; random, so that writers that came together do not stay in step. */
const pauseMs = () => 10 + Math.random() * 50;

/**
 * Runs `work` while holding the lock (the folder `<target>.lock`, made by `mkdir`, which is atomic on
 * network shares too). `held()` is false when the lock is lost, or may be, e.g. after a suspend: ask it
 * right before writing. Throws a `Fault`: file-locked, or file-unwritable where no lock can be made.
 */
export async function withLock<T>(
  target: string,
  work: (held: () => boolean) => Promise<T>,
  times: LockTimes = LOCK_TIMES,
): Promise<T> {
  const hold = new Hold(`${target}.lock`, times.staleMs);
  const release = await acquire(target, times, hold);
  try {
    return await work(() => hold.isSure());
  } finally {
    await release().catch(leaveBehind);
  }
}

/** What was written is written; a lock that cannot be removed now is broken by the next writer as a dead one. */
function leaveBehind(error: unknown): void {
  if (systemCode(error) === null) throw error;
}

/** Our own side of a lock: when it was renewed last, and whether it is still the same folder. */
class Hold {
  readonly path: string;
  readonly #staleMs: number;
  #mark: string | null = null;
  #renewedAt = { monotonicMs: 0, wallMs: 0 };
  #lost = false;

  constructor(path: string, staleMs: number) {
    this.path = path;
    this.#staleMs = staleMs;
  }

  renewed(): void {
    this.#mark = folderMark(this.path);
    if (this.#mark === null) this.lose();
    this.#renewedAt = { monotonicMs: performance.now(), wallMs: Date.now() };
  }

  lose(): void {
    this.#lost = true;
  }

  /** Nobody can have broken it yet. On some systems the monotonic clock stands still during a suspend. */
  isSure(): boolean {
    const sinceMs = Math.max(
      performance.now() - this.#renewedAt.monotonicMs,
      Date.now() - this.#renewedAt.wallMs,
    );
    return sinceMs < this.#staleMs * 0.75 && this.isOurs();
  }

  /** Also right after it was made, before it is renewed for the first time. */
  isOurs(): boolean {
    return !this.#lost && (this.#mark === null || folderMark(this.path) === this.#mark);
  }
}

async function acquire(target: string, times: LockTimes, hold: Hold): Promise<() => Promise<void>> {
  const deadlineMs = performance.now() + times.waitMs;
  const stale = new StaleLock(hold.path, times.staleMs);
  const options = {
    lockfilePath: hold.path,
    // The file need not exist yet; its path is a true one already.
    realpath: false,
    stale: NEVER_MS,
    update: times.staleMs / 2,
    onCompromised: () => hold.lose(),
    fs: watchedFs(hold),
  };
  for (;;) {
    try {
      return await lock(target, options);
    } catch (error) {
      if (systemCode(error) !== 'ELOCKED') {
        throw fileFault('file-unwritable', 'lock the leaderboard for writing with', hold.path, error);
      }
    }
    if (performance.now() > deadlineMs) {
      throw new Fault('file-locked', `another program has been writing to ${target} for too long`, {
        remedy: `Try again; if no program is writing, remove the folder ${hold.path}.`,
      });
    }
    try {
      stale.breakIfDead();
    } catch (error) {
      throw fileFault('file-unwritable', 'break the lock of a dead writer,', hold.path, error);
    }
    await sleep(pauseMs());
  }
}

/** The file system for proper-lockfile: tells when the lock is renewed, and removes no lock but ours. */
function watchedFs(hold: Hold): object {
  const utimes: Utimes = (path, atime, mtime, done) => {
    try {
      // Synchronous, so that nobody asks between the change and our knowing of it.
      nodeFs.utimesSync(path, atime, mtime);
      hold.renewed();
    } catch (error) {
      done(error as NodeJS.ErrnoException);
      return;
    }
    done(null);
  };
  const rmdir: Rmdir = (path, done) => {
    if (hold.isOurs()) nodeFs.rmdir(path, done);
    else done(null);
  };
  return { ...nodeFs, utimes, rmdir };
}

type Done = (error: NodeJS.ErrnoException | null) => void;
type Utimes = (path: string, atime: Date, mtime: Date, done: Done) => void;
type Rmdir = (path: string, done: Done) => void;
