import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BoardSources } from '#app/board/board-sources.ts';
import { ChosenModels } from '#app/open/chosen-models.ts';
import { fileArguments } from '#app/open/file-arguments.ts';
import { Inbox } from '#app/open/inbox.ts';
import { openFile } from '#app/open/open-file.ts';
import { recentFiles } from '#app/recent-files.ts';
import { RecordShelf } from '#app/records/record-shelf.ts';
import { SettingsFile } from '#app/settings.ts';
import { Fault } from '#core/errors.ts';
import { recordText } from '#core/record/text.ts';
import type { Opened } from '#ipc/calls/open.ts';
import type { Reply } from '#ipc/reply.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

let folder: string;
let settings: SettingsFile;
let chosenModels: ChosenModels;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-open-'));
  settings = new SettingsFile(join(folder, 'settings.json'));
  chosenModels = new ChosenModels();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string, text = ''): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const opened = (path: string): Promise<Opened> => {
  const records = new RecordShelf(join(folder, 'history'), settings);
  return openFile({ boards: new BoardSources(settings), chosenModels, records }, path);
};

describe('openFile', () => {
  const record = recordText(sampleRecord());

  it.each([
    ['a.joulemark.json', record, 'record'],
    ['A.JOULEMARK.JSON', record, 'record'],
    ['renamed.json', record, 'record'],
    ['no-ending', record, 'record'],
    ['board.jsonl', '', 'board'],
    ['board.parquet', 'PAR1', 'board'],
    ['board.json', '{"id":"a","schema":"joulemark.submission/2"}', 'board'],
    ['revoked.txt', '{"schema": "joulemark.revocation/1"}', 'board'],
    ['net.ONNX', '', 'model'],
  ])('%s, by its name or its beginning', async (name, text, kind) => {
    expect((await opened(at(name, text))).kind).toBe(kind);
  });

  it('takes a folder and an address for boards', async () => {
    mkdirSync(join(folder, 'boards.onnx'));
    expect(await opened(join(folder, 'boards.onnx'))).toMatchObject({ source: { kind: 'folder' } });
    expect(await opened('https://boards.example/b.jsonl')).toMatchObject({ source: { kind: 'address' } });
  });

  it('keeps the path of a model, and tells its name', async () => {
    const path = at('net.onnx');
    const found = await opened(path);
    if (found.kind !== 'model') throw new Error(found.kind);
    expect(found.model.name).toBe('net.onnx');
    expect(chosenModels.pathOf(found.model.id)).toBe(path);
    expect(() => chosenModels.pathOf('0'.repeat(16))).toThrow(Fault);
  });

  it.each([
    ['picture.png', '\u0089PNG'],
    ['letter.txt', 'Dear Grace'],
    ['other.json', '{"schema":"other/1"}'],
    ['empty.json', ''],
  ])('refuses %s, and says what can be opened', async (name, text) => {
    await expect(opened(at(name, text))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(`${name} is nothing that Joulemark opens`),
      remedy: expect.stringContaining('.joulemark.json'),
    });
  });

  it('says that a file is not there', async () => {
    await expect(opened(join(folder, 'gone.joulemark.json'))).rejects.toMatchObject({
      message: expect.stringContaining('no such file'),
    });
  });
});

describe('fileArguments', () => {
  it('takes the words after the program, without switches', () => {
    const argv = ['/opt/joulemark', '--no-sandbox', 'a.joulemark.json', '-x', '/b/c.jsonl', ''];
    expect(fileArguments({ argv, cwd: '/home/ada', appFolder: null })).toEqual([
      resolve('/home/ada/a.joulemark.json'),
      resolve('/b/c.jsonl'),
    ]);
  });

  it('takes the addresses that file managers give', () => {
    const argv = ['/opt/joulemark', 'file:///home/ada/my%20runs/a.joulemark.json'];
    expect(fileArguments({ argv, cwd: '/', appFolder: null })).toEqual([
      '/home/ada/my runs/a.joulemark.json',
    ]);
  });

  it('leaves out the folder of an app that is not packaged, and what Electron was given before it', () => {
    const appFolder = resolve('/src/joulemark');
    const argv = ['/usr/bin/electron', '--no-sandbox', '-r', '/src/watch.cjs', '.', 'a.joulemark.json', '.'];
    expect(fileArguments({ argv, cwd: '/src/joulemark', appFolder })).toEqual([
      resolve('/src/joulemark/a.joulemark.json'),
      appFolder,
    ]);
    expect(fileArguments({ argv: argv.slice(0, 5), cwd: '/src/joulemark', appFolder })).toEqual([]);
    expect(fileArguments({ argv: argv.slice(0, 4), cwd: '/src/joulemark', appFolder })).toEqual([]);
  });
});

describe('Inbox', () => {
  const emitted: Reply<Opened>[] = [];
  const open = (path: string): Promise<Opened> =>
    path.startsWith('bad')
      ? Promise.reject(new Fault('file-unreadable', `${path} is bad`))
      : Promise.resolve({ kind: 'record', key: path });
  const keysOf = (replies: readonly Reply<Opened>[]) =>
    replies.map((reply) =>
      reply.ok ? reply.value.kind === 'record' && reply.value.key : reply.error.message,
    );
  beforeEach(() => emitted.splice(0));

  it('keeps files until a page asks, tells a page that listens, and keeps them again while it loads', async () => {
    const inbox = new Inbox(open, (reply) => emitted.push(reply));
    await inbox.add(['a', 'bad', 'b']);
    expect(emitted).toEqual([]);
    expect(keysOf(inbox.take())).toEqual(['a', 'bad is bad', 'b']);
    expect(inbox.take()).toEqual([]);
    await inbox.add(['c']);
    expect(keysOf(emitted)).toEqual(['c']);
    inbox.leave();
    await inbox.add(['d']);
    expect(emitted).toHaveLength(1);
    expect(keysOf(inbox.take())).toEqual(['d']);
  });
});

describe('recentFiles', () => {
  it('names them without folders and passwords', () => {
    settings.write({
      recentRecords: ['/home/ada/a.joulemark.json'],
      recentBoards: ['/srv/team.jsonl', 'https://ada:secret@boards.example/b.jsonl'],
    });
    expect(recentFiles(settings.read()).map(({ name }) => name)).toEqual([
      'a.joulemark.json',
      'team.jsonl',
      'https://boards.example/b.jsonl',
    ]);
  });
});
