import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addTrustedKey,
  listTrustedKeys,
  readTrustedKeys,
  removeTrustedKey,
  trustedKeysPath,
} from '#store/keys/trusted-keys.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'joulemark-trust-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const KEY = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const addedAt = '2026-01-31T08:30:00.000Z';
const add = (publicKey: string, name: string) => addTrustedKey(dataDir, { publicKey, name, addedAt });
const text = () => readFileSync(trustedKeysPath(dataDir), 'utf8');

describe('trusted keys', () => {
  it('are none without a file, and the names that were given with one', async () => {
    expect(await readTrustedKeys(dataDir)).toEqual(new Map());
    await add(KEY, 'Anna’s lab');
    await add(OTHER, 'Büro 2');
    expect(await readTrustedKeys(dataDir)).toEqual(
      new Map([
        [KEY, 'Anna’s lab'],
        [OTHER, 'Büro 2'],
      ]),
    );
  });

  it('are found in a data folder that did not exist before', async () => {
    dataDir = join(dataDir, 'not', 'yet');
    await add(KEY, 'lab');
    expect(await listTrustedKeys(dataDir)).toEqual([{ publicKey: KEY, name: 'lab', addedAt }]);
  });

  it('stay as they are when the same is added again', async () => {
    await add(KEY, 'lab');
    const before = text();
    await addTrustedKey(dataDir, { publicKey: KEY, name: 'lab', addedAt: '2027-01-01T00:00:00Z' });
    expect(text()).toBe(before);
  });

  it('have one name each, and no two of them one that people would take for the same', async () => {
    await add(KEY, 'Lab one');
    await expect(add(KEY, 'Lab two')).rejects.toThrow('is called "Lab one" already');
    for (const name of ['Lab one', 'LAB ONE', 'Lab\u00a0one', 'Ｌab one']) {
      await expect(add(OTHER, name)).rejects.toMatchObject({ code: 'wrong-usage' });
    }
    expect(await readTrustedKeys(dataDir)).toEqual(new Map([[KEY, 'Lab one']]));
  });

  it.each(['', '  ', 'x'.repeat(61), 'a\u202eb', 'a\nb', 'a\u200bb', KEY, 'This Installation', ' a'])(
    'are not called %j',
    async (name) => {
      await expect(add(KEY, name)).rejects.toMatchObject({ code: 'wrong-usage' });
      expect(await readTrustedKeys(dataDir)).toEqual(new Map());
    },
  );

  it('are forgotten by key or by name', async () => {
    await add(KEY, 'one');
    await add(OTHER, 'two');
    expect(await removeTrustedKey(dataDir, 'ONE')).toMatchObject({ publicKey: KEY });
    expect(await removeTrustedKey(dataDir, OTHER)).toMatchObject({ name: 'two' });
    expect(await listTrustedKeys(dataDir)).toEqual([]);
    await expect(removeTrustedKey(dataDir, 'one')).rejects.toMatchObject({ code: 'wrong-usage' });
  });

  it('keep the fields of newer versions', async () => {
    const newer = { publicKey: KEY, name: 'lab', addedAt, colour: 'green' };
    const file = { schema: 'joulemark.trusted-keys/1', keys: [newer], extra: { deep: 1 } };
    writeFileSync(trustedKeysPath(dataDir), JSON.stringify(file));
    await add(OTHER, 'other');
    expect(JSON.parse(text())).toEqual({
      ...file,
      keys: [newer, { publicKey: OTHER, name: 'other', addedAt }],
    });
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"schema":"joulemark.trusted-keys/2","keys":[]}',
    '{"schema":"joulemark.trusted-keys/1","keys":[{"publicKey":"x","name":"a"}]}',
  ])('in a broken file (%j) are refused, and the file stays', async (broken) => {
    writeFileSync(trustedKeysPath(dataDir), broken);
    const fault = { code: 'file-unreadable', message: expect.stringContaining(trustedKeysPath(dataDir)) };
    await expect(readTrustedKeys(dataDir)).rejects.toMatchObject(fault);
    await expect(add(KEY, 'lab')).rejects.toMatchObject(fault);
    await expect(removeTrustedKey(dataDir, 'lab')).rejects.toMatchObject(fault);
    expect(text()).toBe(broken);
  });

  it('are not taken from a folder of that name', async () => {
    mkdirSync(trustedKeysPath(dataDir));
    await expect(readTrustedKeys(dataDir)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('that are added at once are all there', async () => {
    const keys = Array.from({ length: 6 }, (_, index) => index.toString(16).repeat(64));
    await Promise.all(keys.map((key, index) => add(key, `lab ${index}`)));
    expect([...(await readTrustedKeys(dataDir)).keys()].sort()).toEqual(keys);
  });
});
