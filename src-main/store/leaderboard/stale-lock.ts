/** Breaks the lock of a dead writer, whatever the clocks of the machines that share the folder say. */
import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { systemCode } from '#disk/file-fault.ts';

/**
 * Watches the lock (a folder) of somebody else. Its owner renews it; it is dead when nothing about it
 * has changed for `staleMs` of our own looking. Its times are compared with each other only, never with our
 * clock: the owner's may be hours off. So even an old lock is broken no sooner than `staleMs` after it was first seen.
 */
export class StaleLock {
  readonly #path: string;
  readonly #guardPath: string;
  readonly #lock: Watched;
  readonly #guard: Watched;

  constructor(path: string, staleMs: number) {
    this.#path = path;
    this.#guardPath = `${path}.breaking`;
    this.#lock = new Watched(path, staleMs);
    this.#guard = new Watched(this.#guardPath, staleMs);
  }

  /**
   * One look; call it every few hundredths of a second while waiting. Between seeing and removing,
   * another process may have broken the lock and taken it, which would then be removed under its owner.
   * So the removal has a lock of its own, under which the lock is looked at again. Whoever dies while
   * holding that one (between two system calls) leaves it behind, and it is broken by the same rule,
   * without a third. Synchronous, so that nothing comes between the calls but another process.
   */
  breakIfDead(): void {
    if (!this.#lock.isDead() || !this.#takeGuard()) return;
    try {
      // Opening a folder makes a network share ask its server, where a look may be answered from a cache.
      listFolder(this.#path);
      if (this.#lock.isDead()) removeFolder(this.#path);
    } finally {
      removeFolder(this.#guardPath);
    }
  }

  #takeGuard(): boolean {
    try {
      mkdirSync(this.#guardPath);
      return true;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      if (this.#guard.isDead()) removeFolder(this.#guardPath);
      return false;
    }
  }
}

/** How long a folder has stayed as it is, in the time that we spent looking. */
class Watched {
  readonly #path: string;
  readonly #staleMs: number;
  #mark: string | null = null;
  #unchangedMs = 0;
  #lookedAtMs = 0;

  constructor(path: string, staleMs: number) {
    this.#path = path;
    this.#staleMs = staleMs;
  }

  isDead(): boolean {
    const mark = folderMark(this.#path);
    const nowMs = performance.now();
    // A long gap is a suspend, during which the owner, on the same machine, could not renew either.
    const gapMs = Math.min(nowMs - this.#lookedAtMs, this.#staleMs / 4);
    this.#unchangedMs = mark === this.#mark ? this.#unchangedMs + gapMs : 0;
    this.#mark = mark;
    this.#lookedAtMs = nowMs;
    return mark !== null && this.#unchangedMs >= this.#staleMs;
  }
}

/** Differs from before when the folder was renewed, or made anew. null: there is none. */
export function folderMark(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? null : `${stats.ino} ${stats.mtimeNs} ${stats.ctimeNs}`;
}

function listFolder(path: string): void {
  try {
    readdirSync(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

/** Another process may have been quicker. */
function removeFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
