/** What was found of this machine last time: shown at once at the next start, while it is looked at anew. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from '#core/json.ts';
import type { Suite } from '#core/suite.ts';
import { writeWholeSync } from '#disk/write-whole.ts';
import { systemCode } from '#disk/file-fault.ts';

/** Its name in the folder of the program's data. */
export const SUITE_FILE = 'last-suite.json';

/** `hash` is of the suite's text: the file is ours and whole, so that its form need not be checked part by part. */
const memorySchema = z.object({ key: z.string(), hash: z.string(), suite: z.string() });

export class SuiteMemory {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** null: nothing is remembered for this key, or it cannot be read; then it is just looked at anew. */
  read(key: string): Suite | null {
    const memory = memorySchema.safeParse(parseJson(this.#text()));
    if (!memory.success || memory.data.key !== key) return null;
    const { hash, suite } = memory.data;
    return hash === hashOf(suite) ? (parseJson(suite) as Suite) : null;
  }

  /** Does nothing where it cannot be written: the next start takes longer. */
  write(key: string, suite: Suite): void {
    const text = JSON.stringify(suite);
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      writeWholeSync(this.#path, `${JSON.stringify({ key, hash: hashOf(text), suite: text })}\n`);
    } catch (error) {
      if (systemCode(error) === null) throw error;
    }
  }

  #text(): string {
    try {
      return readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (systemCode(error) === null) throw error;
      return '';
    }
  }
}

/** Of what decides what can be found: another of these, and what was found is of no use. */
export function memoryKey(parts: unknown): string {
  return hashOf(JSON.stringify([parts, cpus()[0]?.model ?? null, release()]));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
