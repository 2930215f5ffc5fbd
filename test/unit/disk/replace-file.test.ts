import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replaceFile } from '#disk/replace-file.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-replace-'));
  file = join(folder, 'board.jsonl');
  await writeFile(file, 'before\n');
});
afterEach(() => rm(folder, { recursive: true }));

const atOnce = (step: () => Promise<void>) => step();

it('shows the old contents until the new ones are whole', async () => {
  const seen: string[] = [];
  await replaceFile(
    file,
    async (write) => {
      await write(Buffer.from('after\n'));
      seen.push(await readFile(file, 'utf8'));
    },
    atOnce,
  );
  seen.push(await readFile(file, 'utf8'));
  expect(seen).toEqual(['before\n', 'after\n']);
  expect(await readdir(folder)).toEqual(['board.jsonl']);
});

it('leaves the file as it was, and nothing beside it, when the disk fails half-way', async () => {
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  const replacing = replaceFile(
    file,
    async (write) => {
      await write(Buffer.from('aft'));
      throw full;
    },
    atOnce,
  );
  await expect(replacing).rejects.toBe(full);
  expect(await readFile(file, 'utf8')).toBe('before\n');
  expect(await readdir(folder)).toEqual(['board.jsonl']);
});

it('does the same when the lock was lost before the last step', async () => {
  const lost = new Error('lost');
  const replacing = replaceFile(
    file,
    (write) => write(Buffer.from('after\n')),
    () => Promise.reject(lost),
  );
  await expect(replacing).rejects.toBe(lost);
  expect(await readFile(file, 'utf8')).toBe('before\n');
  expect(await readdir(folder)).toEqual(['board.jsonl']);
});
