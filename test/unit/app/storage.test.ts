import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsFile } from '#app/settings.ts';
import { deleteStored, placeToReveal, storageFacts } from '#app/storage.ts';
import type { Places } from '#runner/places.ts';

const RECORD = '2026-01-31T08-30-00Z-0123456789abcdef.joulemark.json';
const LINKED = '2026-02-01T08-30-00Z-0123456789abcdee.joulemark.json';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'joulemark-storage-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes a file of so many bytes, with its folders. */
function file(path: string, bytes = 100): string {
  const whole = join(root, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, 'x'.repeat(bytes));
  return whole;
}

function storing(plugAddress: string | null = null) {
  const dataDir = join(root, 'data');
  const places = {
    dataDir,
    historyDir: join(dataDir, 'history'),
    cacheDir: join(root, 'cache'),
    meterSources: { plugAddress },
  } as Places;
  return { places, settings: new SettingsFile(join(dataDir, 'settings.json')), isRunning: () => false };
}

describe('storageFacts', () => {
  it('is all zero, and nothing is there, before anything was kept', async () => {
    const { places, amounts, plugGivenAtStart } = await storageFacts(storing());
    expect(places.map(({ id, exists }) => [id, exists])).toEqual([
      ['data', false],
      ['history', false],
      ['cache', false],
      ['settings', false],
    ]);
    const none = { files: 0, bytes: 0 };
    expect(amounts).toEqual({ runs: none, made: none, settings: none });
    expect(plugGivenAtStart).toBeNull();
  });

  it('says how much lies there, and which plug was given at the start', async () => {
    file(`data/history/${RECORD}`, 300);
    file('cache/variants/a.onnx', 20);
    file('cache/variants/a.onnx.json', 3);
    file('cache/built/b.onnx', 7);
    file('data/settings.json', 11);
    const { places, amounts, plugGivenAtStart } = await storageFacts(storing('192.0.2.7'));
    expect(places.every(({ exists }) => exists)).toBe(true);
    expect(amounts).toEqual({
      runs: { files: 1, bytes: 300 },
      made: { files: 3, bytes: 30 },
      settings: { files: 1, bytes: 11 },
    });
    expect(plugGivenAtStart).toBe('192.0.2.7');
  });
});

describe('deleteStored', () => {
  it('deletes the records and nothing beside them', async () => {
    file(`data/history/${RECORD}`, 300);
    const others = ['data/history/notes.txt', 'data/keys/installation.pem', 'data/models/own.json'].map(
      (path) => file(path),
    );
    expect(await deleteStored('runs', storing())).toEqual({ files: 1, bytes: 300 });
    expect(readdirSync(join(root, 'data/history'))).toEqual(['notes.txt']);
    expect(others.every((path) => existsSync(path))).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('takes a link for itself: what it leads to stays', async () => {
    const target = file('elsewhere/record.json', 5000);
    mkdirSync(join(root, 'data/history'), { recursive: true });
    symlinkSync(target, join(root, 'data/history', LINKED));
    const elsewhere = join(root, 'elsewhere');
    file('elsewhere/precious.onnx');
    mkdirSync(join(root, 'cache'));
    symlinkSync(elsewhere, join(root, 'cache/variants'));

    const { amounts } = await storageFacts(storing());
    expect(amounts.runs).toEqual({
      files: 1,
      bytes: lstatSync(join(root, 'data/history', LINKED)).size,
    });
    await deleteStored('runs', storing());
    expect(await deleteStored('made', storing())).toEqual({ files: 0, bytes: 0 });
    expect(readdirSync(join(root, 'data/history'))).toEqual([]);
    expect(readFileSync(target, 'utf8')).toHaveLength(5000);
    expect(existsSync(join(elsewhere, 'precious.onnx'))).toBe(true);
  });

  it('leaves a folder that is called like a record', async () => {
    const inside = file(`data/history/${RECORD}/kept.txt`);
    expect(await deleteStored('runs', storing())).toEqual({ files: 0, bytes: 0 });
    expect(existsSync(inside)).toBe(true);
  });

  it('deletes made models, but no download, no foreign file, and none that is being made', async () => {
    for (const path of [
      'variants/a.onnx',
      'variants/a.onnx.data',
      'variants/a.onnx.json',
      'devices/p.onnx',
    ]) {
      file(`cache/${path}`, 10);
    }
    const kept = [
      file('cache/variants/b.onnx'),
      file('cache/variants/b.onnx.lock/owner'),
      file('cache/variants/readme.txt'),
      file('cache/provider-files/package.nupkg'),
      file(`data/history/${RECORD}`),
    ];
    expect(await deleteStored('made', storing())).toEqual({ files: 4, bytes: 40 });
    expect(kept.every((path) => existsSync(path))).toBe(true);
    expect(readdirSync(join(root, 'cache/variants')).sort()).toEqual(['b.onnx', 'b.onnx.lock', 'readme.txt']);
  });

  it.each(['runs', 'made', 'settings'] as const)('refuses while something is measured: %s', async (what) => {
    const kept = [file(`data/history/${RECORD}`), file('cache/built/b.onnx'), file('data/settings.json')];
    await expect(deleteStored(what, { ...storing(), isRunning: () => true })).rejects.toMatchObject({
      code: 'run-in-progress',
    });
    expect(kept.every((path) => existsSync(path))).toBe(true);
  });

  it('forgets settings, also those that cannot be understood', async () => {
    const key = file('data/keys/app.json');
    file('data/settings.json', 5);
    const all = storing();
    expect(() => all.settings.read()).toThrow(/does not hold the settings/);
    expect(await deleteStored('settings', all)).toEqual({ files: 1, bytes: 5 });
    expect(all.settings.read().preferences.plugAddress).toBeNull();
    expect(existsSync(key)).toBe(true);
    expect(await deleteStored('settings', all)).toEqual({ files: 0, bytes: 0 });
  });
});

describe('placeToReveal', () => {
  it('is the path, where there is something', () => {
    const path = file('data/settings.json');
    expect(placeToReveal('settings', storing())).toBe(path);
  });

  it('says so where nothing is there yet', () => {
    expect(() => placeToReveal('cache', storing())).toThrow(
      expect.objectContaining({
        code: 'file-unreadable',
        message: expect.stringContaining('does not exist'),
      }),
    );
  });
});
