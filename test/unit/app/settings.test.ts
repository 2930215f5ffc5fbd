import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsFile } from '#app/settings.ts';
import { DEFAULT_PREFERENCES } from '#core/preferences.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('SettingsFile', () => {
  it('has nothing chosen where there is no file', () => {
    expect(new SettingsFile(join(folder, 'new', 'settings.json')).read()).toEqual({
      leaderboardFile: null,
      recentBoards: [],
      recentRecords: [],
      window: null,
      preferences: DEFAULT_PREFERENCES,
    });
  });

  it('remembers a choice, in a folder that it makes', () => {
    const path = join(folder, 'new', 'settings.json');
    new SettingsFile(path).write({ leaderboardFile: '/srv/board.jsonl' });
    expect(new SettingsFile(path).read().leaderboardFile).toBe('/srv/board.jsonl');
  });

  it('keeps what a newer version wrote', () => {
    const path = join(folder, 'settings.json');
    writeFileSync(path, '{"priceEurPerKwh": 0.31}');
    new SettingsFile(path).write({ leaderboardFile: '/a' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      priceEurPerKwh: 0.31,
      leaderboardFile: '/a',
    });
  });

  it("takes what is not set from the defaults, and keeps a newer version's preferences", () => {
    const path = join(folder, 'settings.json');
    writeFileSync(path, '{"preferences": {"currency": "CHF", "later": true}}');
    const settings = new SettingsFile(path);
    settings.write({ leaderboardFile: '/a' });
    expect(settings.read().preferences).toEqual({ ...DEFAULT_PREFERENCES, currency: 'CHF', later: true });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ preferences: { later: true } });
  });

  it.each(['', '{', '[]', '{"leaderboardFile": 5}', '{"preferences": {"currency": "euro"}}'])(
    'never takes a broken file for an empty one, nor overwrites it: %j',
    (text) => {
      const path = join(folder, 'settings.json');
      writeFileSync(path, text);
      const broken = expect.objectContaining({
        code: 'file-unreadable',
        message: expect.stringContaining(path),
      });
      const settings = new SettingsFile(path);
      expect(() => settings.read()).toThrow(broken);
      expect(() => settings.write({ leaderboardFile: '/a' })).toThrow(broken);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('says which file could not be written', () => {
    const blocker = join(folder, 'file');
    writeFileSync(blocker, '');
    const path = join(blocker, 'settings.json');
    expect(() => new SettingsFile(path).write({ leaderboardFile: '/a' })).toThrow(
      expect.objectContaining({ message: expect.stringContaining(path) }),
    );
  });
});
