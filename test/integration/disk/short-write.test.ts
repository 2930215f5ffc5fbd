/** A disk that fills up in the middle of a file: the system then writes a part, and calls that a success. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildEntry } from '#test/support/build-entry.ts';

let program = '';
beforeAll(async () => {
  program = await buildEntry('test/support/whole-file-process.ts');
});
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-short-write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const BLOCK_BYTES = 1024;

it.each(['async', 'sync'])('keeps the whole file that was there (%s)', (way) => {
  const file = join(folder, 'run.joulemark.json');
  writeFileSync(file, 'before');
  const write = (letters: number) => {
    // The limit of a file's size stands for a full disk: both end a write halfway.
    const limited = ['-c', 'ulimit -f 4; exec "$@"', 'limited', process.execPath, program];
    return spawnSync('bash', [...limited, way, file, String(letters)], { encoding: 'utf8' });
  };
  expect(write(6 * BLOCK_BYTES)).toMatchObject({ status: 1, stderr: 'EFBIG' });
  expect(readFileSync(file, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['run.joulemark.json']);

  expect(write(4 * BLOCK_BYTES)).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(file, 'utf8')).toBe('x'.repeat(4 * BLOCK_BYTES));
});
