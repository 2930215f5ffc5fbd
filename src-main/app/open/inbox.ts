/** Files that the system gives the app, kept until there is a page that can show them. */
import { toWireFault } from '#core/errors.ts';
import type { Opened } from '#ipc/calls/open.ts';
import type { Reply } from '#ipc/reply.ts';

export class Inbox {
  readonly #open: (path: string) => Promise<Opened>;
  readonly #emit: (opened: Reply<Opened>) => void;
  #waiting: Reply<Opened>[] = [];
  #listening = false;

  /** `emit`: tells the page that listens. */
  constructor(open: (path: string) => Promise<Opened>, emit: (opened: Reply<Opened>) => void) {
    this.#open = open;
    this.#emit = emit;
  }

  /** One after the other: the last one is what the page shows. Never rejects. */
  async add(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const reply = await this.#read(path);
      if (this.#listening) this.#emit(reply);
      else this.#waiting.push(reply);
    }
  }

  /** Asked by a page that listens from now on. */
  take(): readonly Reply<Opened>[] {
    this.#listening = true;
    return this.#waiting.splice(0);
  }

  /** The page is being loaded: it hears nothing until it asks again. */
  leave(): void {
    this.#listening = false;
  }

  async #read(path: string): Promise<Reply<Opened>> {
    try {
      return { ok: true, value: await this.#open(path) };
    } catch (error) {
      return { ok: false, error: toWireFault(error) };
    }
  }
}
