import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFiles } from '#store/leaderboard/sources/find-files.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'joulemark-find-')));
  for (const name of ['a/b/c', '.git']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of [
    'one.jsonl',
    'two.ndjson',
    'notes.txt',
    'a/three.json',
    'a/b/four.parquet',
    'a/b/c/five.JSONL',
    '.git/six.jsonl',
    'b[1].jsonl',
  ]) {
    writeFileSync(join(folder, name), '');
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const found = async (...names: string[]) =>
  (await findFiles(names, folder)).map((path) => path.slice(folder.length + 1).replaceAll('\\', '/'));

describe('findFiles', () => {
  it('takes a folder for all that can be a board below it, but nothing hidden', async () => {
    expect(await found('.')).toEqual([
      'a/b/c/five.JSONL',
      'a/b/four.parquet',
      'a/three.json',
      'b[1].jsonl',
      'one.jsonl',
      'two.ndjson',
    ]);
  });

  it.each([
    ['*.jsonl', ['b[1].jsonl', 'one.jsonl']],
    ['a/*/*.parquet', ['a/b/four.parquet']],
    ['**/*.json', ['a/three.json']],
    ['a/**', ['a/b/c/five.JSONL', 'a/b/four.parquet', 'a/three.json']],
    ['{one,two}.*', ['one.jsonl', 'two.ndjson']],
    ['./o?e.jsonl', ['one.jsonl']],
    ['[!o]*.ndjson', ['two.ndjson']],
    ['.git/*', ['.git/six.jsonl']],
  ])('expands %s', async (pattern, files) => {
    expect(await found(pattern)).toEqual(files);
  });

  it('expands an absolute pattern', async () => {
    expect(await found(join(folder, '*.ndjson'))).toEqual(['two.ndjson']);
  });

  it('takes a file by its name, whatever signs are in it', async () => {
    expect(await found('b[1].jsonl', 'notes.txt')).toEqual(['b[1].jsonl', 'notes.txt']);
  });

  it.skipIf(process.platform === 'win32')(
    'counts a file once that is named twice, or by a link',
    async () => {
      symlinkSync(join(folder, 'one.jsonl'), join(folder, 'link.jsonl'));
      expect(await found('one.jsonl', './a/../one.jsonl', 'link.jsonl', 'on*')).toEqual(['one.jsonl']);
    },
  );

  it.each([
    ['none.jsonl', 'none.jsonl: there is no such file'],
    ['*.csv', 'no file matches *.csv'],
    ['a/b/c/*/x.jsonl', 'no file matches'],
  ])('says so where %s leads to nothing', async (name, message) => {
    await expect(found(name)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(message),
    });
  });

  it('says so where a folder holds no board', async () => {
    mkdirSync(join(folder, 'empty'));
    await expect(found('empty')).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('holds no .jsonl'),
    });
  });

  it('finds thousands of files', async () => {
    for (let index = 0; index < 3000; index += 1) writeFileSync(join(folder, 'a', `${index}.jsonl`), '');
    expect(await found('a/*.jsonl')).toHaveLength(3000);
  });
});
