import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendLines } from '#store/leaderboard/append.ts';
import { mergeIntoFile, mergeToSink } from '#store/leaderboard/merge/merge-files.ts';
import { changedLine, madeSigner, revocationLine } from '#test/support/merge-lines.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-merge-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const board = async (name: string, ...lines: readonly string[]) => {
  await writeFile(at(name), lines.map((line) => `${line}\n`).join(''));
  return at(name);
};
const linesOf = async (name: string) => (await readFile(at(name), 'utf8')).split('\n').slice(0, -1);
const entries = sampleLines(1, 4);
const [a, b, c, d] = entries.map(({ line }) => line) as [string, string, string, string];
const byId = (...lines: readonly string[]) =>
  [...lines].sort((x, y) => (JSON.parse(x).id < JSON.parse(y).id ? -1 : 1));
const fault = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe('mergeIntoFile', () => {
  it('orders what is known by time, then by id, and puts what cannot be read last', async () => {
    const early = changedLine(c, { startedAt: '2025-06-01T00:00:00Z' });
    const late = changedLine(c, { startedAt: '2027-06-01T00:00:00Z' });
    const taken = revocationLine(entries[0]!.id, '2026-12-24T00:00:00Z', madeSigner(1));
    await board('x.jsonl', late, 'foreign', b, early);
    await board('y.jsonl', taken, a, b);
    const report = await mergeIntoFile([at('x.jsonl'), at('y.jsonl')], at('z.jsonl'));
    expect(await linesOf('z.jsonl')).toEqual([early, ...byId(a, b), taken, late, 'foreign']);
    expect(report).toMatchObject({
      counts: { submission: 4, revocation: 1, unreadable: 1 },
      repeated: 1,
      written: true,
      keptTarget: false,
    });
  });

  it('keeps the text of lines with fields and of versions that are not known yet', async () => {
    const newer = changedLine(a, { invented: { deep: [1, 'é'] } });
    const next = changedLine(b, { schema: 'joulemark.submission/2', results: 'another shape' });
    const foreign = `{"schema":"joulemark.submission/7",  "id":"${'e'.repeat(64)}", "startedAt": 3}`;
    await board('x.jsonl', newer, next, foreign);
    await board('y.jsonl', next, newer);
    await mergeIntoFile([at('x.jsonl'), at('y.jsonl')], at('z.jsonl'));
    expect(await linesOf('z.jsonl')).toEqual([...byId(newer, next), foreign]);
  });

  it('drops CRLF, byte order marks, blank lines and git’s marks, and keeps every other byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from(
        `\uFEFF${a}\r\n\r\n<<<<<<< HEAD\n${b}\n||||||| 1a2b3c4\n=======\n\uFEFF${c}\n>>>>>>> other\n`,
      ),
      Buffer.from([0x7b, 0xff, 0x0d, 0x0a, 0x00, 0x0a]),
      Buffer.from(d.slice(0, 99)),
    ]);
    await writeFile(at('x.jsonl'), bytes);
    const report = await mergeIntoFile([at('x.jsonl')], at('x.jsonl'));
    expect(report.files).toEqual([
      {
        path: at('x.jsonl'),
        lines: 6,
        knownLines: 3,
        carriageReturns: 3,
        byteOrderMarks: 2,
        conflictMarkers: 4,
        unended: true,
        bytes: bytes.length,
      },
    ]);
    const junk = [Buffer.from([0x7b, 0xff]), Buffer.from([0x00]), Buffer.from(d.slice(0, 99))];
    const result = await readFile(at('x.jsonl'));
    const known = Buffer.from(
      byId(a, b, c)
        .map((line) => `${line}\n`)
        .join(''),
    );
    expect(result.subarray(0, known.length)).toEqual(known);
    const rest = result.subarray(known.length).toString('latin1').split('\n').slice(0, -1);
    expect(rest.sort()).toEqual(junk.map((line) => line.toString('latin1')).sort());
  });

  it('keeps a line that is longer than any submission, whole and once', async () => {
    const long = `{"x":"${'é'.repeat(5 * 2 ** 20)}"}`;
    await writeFile(at('x.jsonl'), `${a}\n${long}\r\n${long}\n${b}`);
    await writeFile(at('y.jsonl'), long);
    const report = await mergeIntoFile([at('x.jsonl'), at('y.jsonl')], at('z.jsonl'));
    expect(report).toMatchObject({ counts: { submission: 2, revocation: 0, unreadable: 1 }, repeated: 2 });
    expect((await readFile(at('z.jsonl'), 'utf8')) === `${byId(a, b).join('\n')}\n${long}\n`).toBe(true);
  });

  it('keeps a target’s own lines, whether or not it is named', async () => {
    await board('x.jsonl', a);
    await board('board.jsonl', b, 'foreign');
    const report = await mergeIntoFile([at('x.jsonl')], at('board.jsonl'));
    expect(report.keptTarget).toBe(true);
    expect(await linesOf('board.jsonl')).toEqual([...byId(a, b), 'foreign']);
  });

  it('does not write a target that holds all already', async () => {
    await board('x.jsonl', b);
    await board('board.jsonl', ...byId(a, b));
    const before = await stat(at('board.jsonl'), { bigint: true });
    expect(await mergeIntoFile([at('x.jsonl')], at('board.jsonl'))).toMatchObject({ written: false });
    const after = await stat(at('board.jsonl'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it('makes an empty board of empty ones', async () => {
    await board('x.jsonl');
    await mergeIntoFile([at('x.jsonl')], at('z.jsonl'));
    expect(await readFile(at('z.jsonl'), 'utf8')).toBe('');
  });

  it('takes the same file by two names, and one of them the target', async () => {
    await board('board.jsonl', b, a);
    await symlink(at('board.jsonl'), at('link.jsonl'));
    await mergeIntoFile([at('link.jsonl'), at('board.jsonl')], at('link.jsonl'));
    expect(await linesOf('board.jsonl')).toEqual(byId(a, b));
    expect(existsSync(at('link.jsonl'))).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['board.jsonl', 'link.jsonl']);
  });

  it('keeps who may read the target', async () => {
    await board('board.jsonl', b, a);
    await chmod(at('board.jsonl'), 0o640);
    await mergeIntoFile([at('board.jsonl')], at('board.jsonl'));
    expect((await stat(at('board.jsonl'))).mode & 0o777).toBe(0o640);
  });

  it('loses no line that is appended to the target meanwhile', async () => {
    const many = Array.from({ length: 40 }, (_, run) => sampleLines(run + 10, 2));
    await board('board.jsonl', b, a);
    await board('x.jsonl', c);
    const merging = (async () => {
      for (let round = 0; round < 20; round += 1) {
        await board('x.jsonl', changedLine(c, { seed: round }));
        await mergeIntoFile([at('x.jsonl')], at('board.jsonl'));
      }
    })();
    await Promise.all([merging, ...many.map((lines) => appendLines(at('board.jsonl'), lines))]);
    const ids = new Set((await linesOf('board.jsonl')).map((line) => JSON.parse(line).id));
    for (const { id } of many.flat()) expect(ids).toContain(id);
    expect(ids.size).toBe(2 + 20 + 80);
  });

  it('waits for the lock of the target, and writes nothing while another holds it', async () => {
    await board('x.jsonl', a);
    await board('board.jsonl', b);
    await mkdir(at('board.jsonl.lock'));
    const times = { staleMs: 60_000, waitMs: 50 };
    await expect(mergeIntoFile([at('x.jsonl')], at('board.jsonl'), times)).rejects.toThrow(
      fault('file-locked', at('board.jsonl')),
    );
    expect(await linesOf('board.jsonl')).toEqual([b]);
    expect((await readdir(folder)).sort()).toEqual(['board.jsonl', 'board.jsonl.lock', 'x.jsonl']);
  });

  it.each([
    ['no such file', 'none.jsonl', 'there is no such file'],
    ['a folder', '.', 'is a folder'],
    ['a device', '/dev/zero', 'not a regular file'],
  ])('names an input that is %s, and leaves the target alone', async (_what, name, message) => {
    await board('board.jsonl', b);
    const merging = mergeIntoFile([resolve(folder, name)], at('board.jsonl'));
    await expect(merging).rejects.toThrow(fault('file-unreadable', message));
    expect(await linesOf('board.jsonl')).toEqual([b]);
    expect(await readdir(folder)).toEqual(['board.jsonl']);
  });

  it('does not sort a document into a board', async () => {
    await board('x.jsonl', a);
    await writeFile(at('letter.txt'), 'Dear all,\n');
    await expect(mergeIntoFile([at('x.jsonl')], at('letter.txt'))).rejects.toThrow(
      fault('file-unwritable', 'something else'),
    );
    expect(await readFile(at('letter.txt'), 'utf8')).toBe('Dear all,\n');
  });

  it('writes no read-only target', async () => {
    await board('board.jsonl', b);
    await chmod(at('board.jsonl'), 0o444);
    await board('x.jsonl', a);
    await expect(mergeIntoFile([at('x.jsonl')], at('board.jsonl'))).rejects.toThrow(
      fault('file-unwritable', 'read-only'),
    );
    expect(await linesOf('board.jsonl')).toEqual([b]);
  });
});

describe('mergeToSink', () => {
  it('takes more files than may be open at once', async () => {
    const names = Array.from({ length: 450 }, (_, index) => `${index}.jsonl`);
    const lines = names.map((_, index) => changedLine(a, { seed: index }));
    await Promise.all(names.map((name, index) => board(name, lines[index]!, lines[(index * 7) % 450]!)));
    const parts: string[] = [];
    await mergeToSink(names.map(at), async (bytes) => void parts.push(Buffer.from(bytes).toString()));
    expect(parts.join('')).toBe(
      byId(...lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
  });

  it('notices that a file was changed under its hands', async () => {
    const early = changedLine(a, { startedAt: '2020-01-01T00:00:00Z', long: 'x'.repeat(2 ** 21) });
    await board('x.jsonl', early);
    await board('y.jsonl', b, c);
    // The first bytes are handed over before the lines of the other file are read again.
    const merging = mergeToSink([at('x.jsonl'), at('y.jsonl')], async () => {
      await board('y.jsonl', b.replace('silero', 'velaro'), c);
    });
    await expect(merging).rejects.toThrow(fault('file-unreadable', `${at('y.jsonl')} was changed`));
  });
});

it('keeps the lines of every version, as they were written', async () => {
  const fixture = (name: string) => resolve('test/fixtures/leaderboard', name);
  const files = ['first-schema.jsonl', 'method-1.jsonl', 'newer.jsonl'].map(fixture);
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  await mergeIntoFile([...files, fixture('newer.jsonl')], at('z.jsonl'));
  const given = texts.flatMap((text) => text.trimEnd().split('\n'));
  expect((await linesOf('z.jsonl')).sort()).toEqual(given.sort());
});
