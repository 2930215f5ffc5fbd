/** Recordings below a folder: each has an expected.json beside its raw files. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Checks, JsonObject } from './checks.ts';

export interface Recording {
  /** `rapl_powercap`: the folder that it lies in. */
  readonly kind: string;
  /** `rapl_powercap/name` */
  readonly title: string;
  readonly folder: string;
  /** Raw files, relative to the folder; without SOURCE.txt and expected.json. */
  readonly files: readonly string[];
  readonly expected: JsonObject;
  text(file: string): string;
}

/** Replays the recordings of its kinds. What it throws fails the recording. */
export interface Adapter {
  /** The kinds that it replays, by the name of their folder. */
  readonly kinds: RegExp;
  replay(recording: Recording, checks: Checks): void | Promise<void>;
}

const OF_THE_RECORDING = /^(SOURCE\.txt|expected\.json|README\.md)$/;

export function findRecordings(root: string): Recording[] {
  if (!existsSync(root) || !statSync(root).isDirectory()) throw new Error(`there is no folder ${root}`);
  const folders = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => basename(name) === 'expected.json')
    .map((name) => join(root, dirname(name)))
    .sort();
  return folders.map(openRecording);
}

function openRecording(folder: string): Recording {
  const kind = basename(dirname(folder));
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    kind,
    title: `${kind}/${basename(folder)}`,
    folder,
    files: readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !OF_THE_RECORDING.test(name) && statSync(join(folder, name)).isFile())
      .sort(),
    expected: JSON.parse(text('expected.json')) as JsonObject,
    text,
  };
}
