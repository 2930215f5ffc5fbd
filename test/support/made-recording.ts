import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files of a recording by their path, and what its expected.json says. */
export interface MadeRecording {
  readonly files: Readonly<Record<string, string>>;
  readonly expected: object;
}

/** Writes recordings, by `kind/name`, into a folder of their own; returns it. */
export function madeRecordings(recordings: Readonly<Record<string, MadeRecording>>): string {
  const root = mkdtempSync(join(tmpdir(), 'joulemark-recordings-'));
  for (const [title, { files, expected }] of Object.entries(recordings)) {
    const all = { ...files, 'expected.json': JSON.stringify(expected), 'SOURCE.txt': 'made for a test' };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, title, path)), { recursive: true });
      writeFileSync(join(root, title, path), text);
    }
  }
  return root;
}
