/** The leaderboard that is being looked at, kept open: what was fetched is not fetched again for another question. */
import { homedir } from 'node:os';
import { isAddress } from '#store/leaderboard/sources/fetch-board.ts';
import { withSources, type OpenSources } from '#store/leaderboard/sources/open-sources.ts';

export interface NamedSources extends OpenSources {
  /** As the person named it. */
  readonly name: string;
}

interface Held {
  readonly sources: NamedSources;
  release(): void;
  /** Settles when what was fetched has been removed. */
  readonly released: Promise<void>;
}

export class HeldSource {
  readonly #env: NodeJS.ProcessEnv;
  #held: Held | null = null;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** Throws a `Fault` as `withSources` does. */
  async open(name: string, cacheDir: string): Promise<NamedSources> {
    // A folder may have another file by now: what is on this machine is looked up anew, which costs next to nothing.
    if (this.#held !== null && this.#held.sources.name === name && isAddress(name)) return this.#held.sources;
    await this.close();
    this.#held = await this.#hold(name, cacheDir);
    return this.#held.sources;
  }

  async close(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    held?.release();
    await held?.released;
  }

  #hold(name: string, cacheDir: string): Promise<Held> {
    return new Promise((resolve, reject) => {
      const released: Promise<void> = withSources(
        { names: [name], cwd: homedir(), env: this.#env, cacheDir },
        (sources) =>
          new Promise<void>((release) => {
            resolve({ sources: { ...sources, name }, release, released });
          }),
      );
      released.catch(reject);
    });
  }
}
