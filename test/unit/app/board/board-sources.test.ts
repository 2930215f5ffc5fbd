import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BoardSources } from '#app/board/board-sources.ts';
import { SettingsFile } from '#app/settings.ts';

let folder: string;
let settings: SettingsFile;
let boards: BoardSources;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-sources-'));
  settings = new SettingsFile(join(folder, 'settings.json'));
  boards = new BoardSources(settings);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '');
  return path;
}

describe('BoardSources', () => {
  it('gives the page a name and an id, and keeps the path', async () => {
    const path = file('team.jsonl');
    const source = await boards.add(path);
    expect(source).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      kind: 'file',
      name: 'team.jsonl',
      folder: basename(folder),
      isTarget: false,
      canBeTarget: true,
    });
    expect(boards.nameOf(source.id)).toBe(path);
  });

  it('remembers eight, the one used last first, also after a restart', async () => {
    for (let n = 0; n < 10; n += 1) await boards.add(file(`${n}.jsonl`));
    await boards.add(join(folder, '5.jsonl'));
    const after = new BoardSources(settings);
    expect((await after.list()).map(({ name }) => name)).toEqual(
      ['5', '9', '8', '7', '6', '4', '3', '2'].map((name) => `${name}.jsonl`),
    );
  });

  it('forgets on request; the board stays on the disk', async () => {
    const path = file('team.jsonl');
    const { id } = await boards.add(path);
    expect(await boards.forget(id)).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('lists the file that submissions go to, and makes another one that', async () => {
    settings.write({ leaderboardFile: file('mine.jsonl') });
    expect(await boards.list()).toMatchObject([{ name: 'mine.jsonl', isTarget: true }]);
    const { id } = await boards.add(file('team.jsonl'));
    expect(await boards.makeTarget(id)).toMatchObject([{ name: 'team.jsonl', isTarget: true }]);
    expect(settings.read().leaderboardFile).toBe(join(folder, 'team.jsonl'));
  });

  it.each(['board.parquet', 'folder'])('takes no submissions in %s', async (name) => {
    if (name === 'folder') mkdirSync(join(folder, name));
    else file(name);
    const source = await boards.add(join(folder, name));
    expect(source.canBeTarget).toBe(false);
    expect(() => boards.makeTarget(source.id)).toThrow(expect.objectContaining({ code: 'file-unwritable' }));
  });

  it('remembers an address, but none that holds a password', async () => {
    await boards.add('https://boards.example/a.jsonl');
    const secret = await boards.add('https://ada:hunter2@boards.example/b.jsonl');
    expect(secret).toMatchObject({ kind: 'address', name: 'https://boards.example/b.jsonl', folder: null });
    expect(boards.nameOf(secret.id)).toContain('hunter2');
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).not.toContain('hunter2');
  });

  it.each(['ftp://boards.example/a', 'file:///etc/passwd', 'https://'])('refuses %s', async (address) => {
    await expect(boards.add(address)).rejects.toMatchObject({ code: 'source-unreachable' });
    expect(settings.read().recentBoards).toEqual([]);
  });

  it('tells by a stamp that a file has changed', async () => {
    const { id } = await boards.add(file('team.jsonl'));
    const before = await boards.stampOf(id);
    expect(await boards.stampOf(id)).toBe(before);
    writeFileSync(join(folder, 'team.jsonl'), 'more');
    expect(await boards.stampOf(id)).not.toBe(before);
    rmSync(join(folder, 'team.jsonl'));
    expect(await boards.stampOf(id)).toBeNull();
  });

  it('knows no id that it has not given', () => {
    expect(() => boards.nameOf('0123456789abcdef')).toThrow(expect.objectContaining({ code: 'wrong-usage' }));
  });
});
