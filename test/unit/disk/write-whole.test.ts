import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole, writeWholeSync } from '#disk/write-whole.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.each([
  ['writeWhole', writeWhole],
  [
    'writeWholeSync',
    (path: string, text: string) => Promise.resolve().then(() => writeWholeSync(path, text)),
  ],
])('%s', (_name, write) => {
  it('makes a file and replaces it, and leaves nothing beside it', async () => {
    const file = join(folder, 'a.json');
    await write(file, 'first, and longer\n');
    await write(file, 'second µ\n');
    expect(readFileSync(file, 'utf8')).toBe('second µ\n');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it.skipIf(process.platform === 'win32')('keeps a link, and who may read the file', async () => {
    const [file, link] = [join(folder, 'real.json'), join(folder, 'link.json')];
    writeFileSync(file, 'before');
    chmodSync(file, 0o600);
    symlinkSync('real.json', link);
    await write(link, 'after');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('after');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('leaves all as it was where it cannot take the place', async () => {
    const place = join(folder, 'a.json');
    mkdirSync(place);
    await expect(write(place, 'text')).rejects.toMatchObject({ code: expect.any(String) });
    expect(readdirSync(folder)).toEqual(['a.json']);
    await expect(write(join(folder, 'none', 'a.json'), 'text')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
