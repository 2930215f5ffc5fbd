/** What the app remembers between two starts: one small JSON file in the data folder. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { DEFAULT_PREFERENCES, preferencesChangeSchema } from '#core/preferences.ts';
import { writeWholeSync } from '#disk/write-whole.ts';
import { windowBoundsSchema } from './window-bounds.ts';

/** Unknown keys are kept: an older version must not forget what a newer one wrote. */
const settingsSchema = z.looseObject({
  leaderboardFile: z.string().min(1).nullable().default(null),
  /** Paths and addresses of leaderboards, the one used last first. */
  recentBoards: z.array(z.string().min(1)).default([]),
  /** Paths of record files outside the history, the one opened last first. */
  recentRecords: z.array(z.string().min(1)).default([]),
  /** Where the window was when it was closed. */
  window: windowBoundsSchema.nullable().default(null),
  preferences: z
    .looseObject(preferencesChangeSchema.shape)
    .default({})
    .transform((set) => ({ ...DEFAULT_PREFERENCES, ...set })),
});
export type Settings = z.infer<typeof settingsSchema>;

export class SettingsFile {
  readonly path: string;
  readonly #listeners: (() => void)[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** Called after each change that this program makes. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Throws a `Fault` when the file is there and cannot be understood: it is never taken for empty. */
  read(): Settings {
    const text = this.#text();
    if (text === null) return settingsSchema.parse({});
    const settings = settingsSchema.safeParse(parseJson(text));
    if (settings.success) return settings.data;
    throw new Fault('file-unreadable', `${this.path} does not hold the settings of Joulemark.`, {
      remedy:
        'Correct the file, or delete it: only the choice of the leaderboard file and what was set are lost.',
    });
  }

  write(change: Partial<Settings>): void {
    const settings = { ...this.read(), ...change };
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      writeWholeSync(this.path, `${JSON.stringify(settings, null, 2)}\n`);
    } catch (cause) {
      throw new Fault('file-unwritable', `Cannot write ${this.path}: ${(cause as Error).message}`, {
        cause,
      });
    }
    this.#tell();
  }

  /** Whatever the file holds, also where it cannot be understood; the next reading gives the defaults. */
  forget(): void {
    try {
      rmSync(this.path, { force: true });
    } catch (cause) {
      throw new Fault('file-unwritable', `Cannot delete ${this.path}: ${(cause as Error).message}`, {
        cause,
      });
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #text(): string | null {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new Fault('file-unreadable', `Cannot read ${this.path}: ${(cause as Error).message}`, { cause });
    }
  }
}
