import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendLines } from '#store/leaderboard/append.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-board-'));
  file = join(folder, 'board.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const [first, second, third] = sampleLines(1, 3) as [Line, Line, Line];
type Line = ReturnType<typeof sampleLines>[number];
const text = () => readFile(file, 'utf8');
const fault = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe('appendLines', () => {
  it('makes the file, and appends to it byte for byte', async () => {
    expect(await appendLines(file, [first, second])).toEqual({ appended: 2, alreadyThere: 0 });
    expect(await appendLines(file, [third])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await text()).toBe(`${first.line}\n${second.line}\n${third.line}\n`);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('writes the same submission once, however often it is given', async () => {
    await appendLines(file, [first]);
    expect(await appendLines(file, [first, second, second])).toEqual({ appended: 1, alreadyThere: 2 });
    expect(await text()).toBe(`${first.line}\n${second.line}\n`);
    expect(await appendLines(file, [first, second])).toEqual({ appended: 0, alreadyThere: 2 });
    expect(await text()).toBe(`${first.line}\n${second.line}\n`);
  });

  it('starts a new line after a torn one, and writes a torn submission again', async () => {
    await writeFile(file, `${first.line}\n${second.line.slice(0, 700)}`);
    expect(await appendLines(file, [second])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await text()).toBe(`${first.line}\n${second.line.slice(0, 700)}\n${second.line}\n`);
  });

  it('knows a whole last line that only lacks its end', async () => {
    await writeFile(file, first.line);
    expect(await appendLines(file, [first, second])).toEqual({ appended: 1, alreadyThere: 1 });
    expect(await text()).toBe(`${first.line}\n${second.line}\n`);
  });

  it('keeps foreign lines, an altered copy, CRLF and a byte order mark as they are', async () => {
    const before = `\uFEFF${first.line}\r\nforeign\r\n${second.line.replace('0.1045', '0.0001')}\r\n`;
    await writeFile(file, before);
    expect(await appendLines(file, [first, second])).toEqual({ appended: 1, alreadyThere: 1 });
    expect(await text()).toBe(`${before}${second.line}\n`);
  });

  it('writes nothing when one of the lines is not a valid submission', async () => {
    const altered = { id: second.id, line: second.line.replace('0.1045', '0.0001') };
    await expect(appendLines(file, [first, altered])).rejects.toThrow(
      fault('submission-invalid', 'id does not'),
    );
    await expect(appendLines(file, [{ id: first.id, line: second.line }])).rejects.toThrow(
      fault('submission-invalid', 'another id'),
    );
    await expect(appendLines(file, [{ id: first.id, line: `${first.line}\n` }])).rejects.toThrow(
      fault('submission-invalid', 'line break'),
    );
    expect(existsSync(file)).toBe(false);
  });

  it('follows a symbolic link, and takes the lock of its target', async () => {
    await writeFile(file, '');
    const link = join(folder, 'link.jsonl');
    await symlink(file, link);
    await mkdir(`${file}.lock`);
    const times = { staleMs: 60_000, waitMs: 50 };
    await expect(appendLines(link, [first], times)).rejects.toThrow(fault('file-locked', file));
    await rm(`${file}.lock`, { recursive: true });
    await appendLines(link, [first]);
    expect(await text()).toBe(`${first.line}\n`);
  });

  it('names the lock when somebody holds it for too long, and writes nothing', async () => {
    await mkdir(`${file}.lock`);
    const appending = appendLines(file, [first], { staleMs: 60_000, waitMs: 100 });
    await expect(appending).rejects.toMatchObject({
      code: 'file-locked',
      remedy: expect.stringContaining(`${file}.lock`),
    });
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.lock`)).toBe(true);
  });

  it.each([
    ['a folder that does not exist', () => join(folder, 'none', 'board.jsonl'), 'there is no folder'],
    ['a folder', () => folder, 'is a folder'],
    ['a device', () => '/dev/null', 'is not a regular file'],
    ['a folder of the kernel', () => '/proc/board.jsonl', '/proc/board.jsonl'],
  ])('refuses %s with the path and a remedy', async (_what, path, message) => {
    const appending = appendLines(path(), [first]);
    await expect(appending).rejects.toThrow(fault('file-unwritable', message));
    await expect(appending).rejects.toMatchObject({ remedy: expect.stringMatching(/\w/) });
  });

  it('refuses a file in a file, a link to nothing, and a protected file', async () => {
    await writeFile(file, 'x');
    await expect(appendLines(join(file, 'b.jsonl'), [first])).rejects.toThrow(fault('file-unwritable', file));
    await symlink(join(folder, 'nothing'), join(folder, 'link'));
    await expect(appendLines(join(folder, 'link'), [first])).rejects.toThrow(
      fault('file-unwritable', 'symbolic link to nothing'),
    );
    await chmod(file, 0o444);
    await expect(appendLines(file, [first])).rejects.toThrow(fault('file-unwritable', 'read-only'));
    expect(await text()).toBe('x');
  });

  it('does not append to a document that is no leaderboard', async () => {
    const document = join(folder, 'letter.txt');
    await writeFile(document, 'Dear all,\n');
    await expect(appendLines(document, [first])).rejects.toThrow(fault('file-unwritable', 'something else'));
    expect(await readFile(document, 'utf8')).toBe('Dear all,\n');
  });

  it('appends to a board of which nothing but a torn line was ever written', async () => {
    await writeFile(file, '{"comp');
    await appendLines(file, [first]);
    expect(await text()).toBe(`{"comp\n${first.line}\n`);
  });
});

describe('readLeaderboard', () => {
  it('serves the good lines and names the bad ones by number', async () => {
    const bytes = [
      Buffer.from(`\uFEFF${first.line}\r\n`),
      Buffer.from('\n   \n'),
      Buffer.from('not json\n'),
      Buffer.from([0x7b, 0xff, 0x0a]),
      Buffer.from(`${second.line.slice(0, 40)}\0\n`),
      Buffer.from(`${'x'.repeat(9 * 2 ** 20)}\n`),
      Buffer.from(`${first.line}\n`),
      Buffer.from(`${second.line}\n`),
      Buffer.from(third.line.slice(0, 100)),
    ];
    await writeFile(file, Buffer.concat(bytes));
    const board = await readLeaderboard(file);
    expect(board.submissions.map(({ lineNumber, submission }) => [lineNumber, submission.id])).toEqual([
      [1, first.id],
      [9, second.id],
    ]);
    expect(board.duplicates).toEqual([{ lineNumber: 8, firstLineNumber: 1 }]);
    expect(board.problems.map(({ lineNumber, reason }) => `${lineNumber}: ${reason}`)).toEqual([
      '4: is not JSON',
      '5: is not text in UTF-8',
      '6: holds NUL bytes (a fault of the disk or of a sync tool)',
      '7: is longer than 8388608 bytes',
      '10: is torn: it begins like a line but does not end (the last line, without an end: its writer was interrupted)',
    ]);
  });

  it('finds nothing wrong with an empty file', async () => {
    await appendFile(file, '');
    expect(await readLeaderboard(file)).toEqual({
      submissions: [],
      revocations: [],
      problems: [],
      duplicates: [],
    });
  });

  it('is a fault with the path where the file cannot be read', async () => {
    await expect(readLeaderboard(file)).rejects.toThrow(fault('file-unreadable', file));
    await expect(readLeaderboard(folder)).rejects.toThrow(fault('file-unreadable', 'it is a folder'));
  });
});
