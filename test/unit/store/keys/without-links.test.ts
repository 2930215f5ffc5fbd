/** Disks that know no hard links (FAT, some shares): the key is made under a lock instead. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOnce, plainKeyPath } from '#store/keys/key-folder.ts';

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  link: () => Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' })),
}));

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'joulemark-no-links-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('createOnce without hard links', () => {
  it('makes the file whole, and leaves one that is there as it is', async () => {
    const path = plainKeyPath(dataDir);
    expect(await createOnce(path, 'first')).toBe(true);
    expect(await createOnce(path, 'second')).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(readdirSync(dirname(path))).toEqual(['installation.pem']);
  });

  it('lets one of several win', async () => {
    const path = plainKeyPath(dataDir);
    const texts = ['a', 'b', 'c', 'd'];
    const made = await Promise.all(texts.map((text) => createOnce(path, text)));
    expect(made.filter((won) => won)).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe(texts[made.indexOf(true)]);
  });
});
