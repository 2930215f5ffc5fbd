/** Reads pieces of many files, a few of which are open at a time. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Fault } from '#core/errors.ts';
import { fileFault } from '#disk/file-fault.ts';

const MAX_OPEN = 200;

/** Synchronous: a call that waits for each of a million lines would take most of the time. */
export class OpenFiles {
  readonly #paths: readonly string[];
  /** Source → descriptor, the one used longest ago first. */
  readonly #open = new Map<number, number>();

  /** `source` in the calls below is a place in `paths`. */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** Fills `into` from `position` on. Throws a `Fault` (file-unreadable), also where the file has become shorter. */
  read(source: number, into: Uint8Array, position: number): void {
    const path = this.#paths[source] as string;
    try {
      const descriptor = this.#descriptor(source, path);
      for (let done = 0; done < into.length;) {
        const bytesRead = readSync(descriptor, into, done, into.length - done, position + done);
        if (bytesRead === 0) throw changedFault(path);
        done += bytesRead;
      }
    } catch (cause) {
      throw fileFault('file-unreadable', 'read the leaderboard', path, cause);
    }
  }

  changed(source: number): Fault {
    return changedFault(this.#paths[source] as string);
  }

  close(): void {
    for (const descriptor of this.#open.values()) closeSync(descriptor);
    this.#open.clear();
  }

  #descriptor(source: number, path: string): number {
    const known = this.#open.get(source);
    if (known !== undefined) {
      // Behind all others again.
      this.#open.delete(source);
      this.#open.set(source, known);
      return known;
    }
    for (const [oldest, descriptor] of this.#open) {
      if (this.#open.size < MAX_OPEN) break;
      closeSync(descriptor);
      this.#open.delete(oldest);
    }
    const descriptor = openSync(path, 'r');
    this.#open.set(source, descriptor);
    if (!fstatSync(descriptor).isFile()) throw changedFault(path);
    return descriptor;
  }
}

function changedFault(path: string): Fault {
  return new Fault('file-unreadable', `${path} was changed by another program while it was merged`, {
    remedy: 'Nothing was written. Run the same command again.',
  });
}
