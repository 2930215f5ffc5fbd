/** Appending where something is odd about the file: nothing of it is changed, and people are told. */
import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, open, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { canonicalText } from '#core/leaderboard/identity.ts';
import { revocationOf } from '#core/leaderboard/revocation.ts';
import { appendLines } from '#store/leaderboard/append.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

const hook = vi.hoisted(() => ({ afterOpening: async (): Promise<void> => undefined }));
// Called for a file that is still empty, between opening and writing.
vi.mock('#disk/fsync-folder.ts', () => ({ fsyncFolder: () => hook.afterOpening() }));

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-anywhere-'));
  file = join(folder, 'board.jsonl');
  hook.afterOpening = async () => undefined;
});
afterEach(() => rm(folder, { recursive: true }));

type Line = ReturnType<typeof sampleLines>[number];
const [first, second, third] = sampleLines(1, 3) as [Line, Line, Line];
const text = (path = file) => readFile(path, 'utf8');
const refusal = (message: string) =>
  expect.objectContaining({
    code: 'file-unwritable',
    message: expect.stringContaining(message),
    remedy: expect.stringMatching(/nothing was written/i),
  });

describe('appending to a long file', () => {
  it('reads no more of it than its ends', async () => {
    const filler = `${'x'.repeat(1023)}\n`.repeat(32 * 1024);
    await writeFile(file, `${first.line}\n${filler}${second.line}\n`);
    const handle = await open(file);
    const read = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, 'read');
    await handle.close();
    try {
      expect(await appendLines(file, [second, third])).toEqual({ appended: 1, alreadyThere: 1 });
      const askedBytes = (read.mock.calls as unknown[][]).map(([, , length]) => Number(length));
      expect(askedBytes.length).toBeGreaterThan(0);
      expect(askedBytes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(2 * 2 ** 20);
    } finally {
      read.mockRestore();
    }
    expect(await text()).toBe(`${first.line}\n${filler}${second.line}\n${third.line}\n`);
  });

  it('knows all lines of a large submission that comes a second time', async () => {
    const many = sampleLines(2, 500);
    expect(many.reduce((sum, { line }) => sum + line.length, 0)).toBeGreaterThan(2 ** 20);
    await appendLines(file, many);
    const before = await text();
    expect(await appendLines(file, many)).toEqual({ appended: 0, alreadyThere: 500 });
    expect(await text()).toBe(before);
  });

  it('writes a line again that stands further up than it looks, and counts it as written', async () => {
    const filler = `${'x'.repeat(1023)}\n`.repeat(2 * 1024);
    await writeFile(file, `${first.line}\n${filler}`);
    expect(await appendLines(file, [first])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await text()).toBe(`${first.line}\n${filler}${first.line}\n`);
  });
});

describe('appending to odd contents', () => {
  it.each([
    ['half a line', Buffer.from(second.line.slice(0, 99))],
    ['NUL bytes', Buffer.alloc(4096)],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xc0, 0x22])],
    ['half a character', Buffer.from('{"cpu":"é').subarray(0, -1)],
    ['a line longer than any', Buffer.alloc(9 * 2 ** 20, 'x')],
  ])('starts a new line after %s', async (_what, rest) => {
    const before = Buffer.concat([Buffer.from(`${first.line}\n`), rest]);
    await writeFile(file, before);
    expect(await appendLines(file, [second])).toEqual({ appended: 1, alreadyThere: 0 });
    const after = await readFile(file);
    expect(after.subarray(0, before.length).equals(before)).toBe(true);
    expect(after.subarray(before.length).toString()).toBe(`\n${second.line}\n`);
  });

  it.each([
    ['a byte order mark', `\uFEFF${first.line}\n`],
    ['CRLF', `${first.line}\r\n`],
    ['blank lines', `\n\n${first.line}\n`],
  ])('knows a leaderboard with %s whatever its name', async (_what, before) => {
    const board = join(folder, 'board.txt');
    await writeFile(board, before);
    expect(await appendLines(board, [first, second])).toEqual({ appended: 1, alreadyThere: 1 });
    expect(await text(board)).toBe(`${before}${second.line}\n`);
  });

  it('appends to an empty file of any name', async () => {
    const board = join(folder, 'board');
    await writeFile(board, '');
    await appendLines(board, [first]);
    expect(await text(board)).toBe(`${first.line}\n`);
  });

  it('takes a revocation, and knows it when it comes again', async () => {
    const signer = { publicKey: 'a'.repeat(64), sign: () => 'b'.repeat(128) };
    const revocation = revocationOf(first.id, '2026-02-01T00:00:00Z', 'the meter was wrong', signer);
    const line = { id: revocation.id, line: JSON.stringify(revocation) };
    expect(await appendLines(file, [first, line])).toEqual({ appended: 2, alreadyThere: 0 });
    expect(await appendLines(file, [line])).toEqual({ appended: 0, alreadyThere: 1 });
    expect(await text()).toBe(`${first.line}\n${line.line}\n`);
  });

  it('writes a line whose signature is another than that of the copy which is there', async () => {
    const signed = (value: string) => {
      const signature = { algorithm: 'ed25519', publicKey: 'a'.repeat(64), value: value.repeat(128) };
      return { id: first.id, line: canonicalText({ ...first.submission, signature }) };
    };
    // The id is the same of all of them, and only one may hold.
    await appendLines(file, [first]);
    expect(await appendLines(file, [signed('b')])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await appendLines(file, [signed('c')])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await appendLines(file, [signed('b')])).toEqual({ appended: 0, alreadyThere: 1 });
    expect(await text()).toBe(`${first.line}\n${signed('b').line}\n${signed('c').line}\n`);
  });

  it.each([
    ["somebody else's JSON Lines", '{"prompt":"hello"}\n{"prompt":"there"}\n', 'something else'],
    ['the same with CRLF and a byte order mark', '\uFEFF{"prompt":"hello"}\r\n', 'something else'],
    ['text in UTF-16', Buffer.from('\uFEFF{"a":1}\r\n', 'utf16le'), 'UTF-16'],
  ])('refuses %s', async (_what, before, message) => {
    await writeFile(file, before);
    await expect(appendLines(file, [first])).rejects.toThrow(refusal(message));
    expect(await readFile(file)).toEqual(Buffer.from(before));
  });
});

describe('appending to what is no file', () => {
  it('refuses a named pipe without waiting for it', async () => {
    const pipe = join(folder, 'pipe.jsonl');
    execFileSync('mkfifo', [pipe]);
    await expect(appendLines(pipe, [first])).rejects.toThrow(refusal('not a regular file'));
  });

  it('refuses a socket', async () => {
    const path = join(folder, 'socket.jsonl');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    try {
      await expect(appendLines(path, [first])).rejects.toThrow(refusal('not a regular file'));
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('says that links go in a circle', async () => {
    await symlink(join(folder, 'b.jsonl'), join(folder, 'a.jsonl'));
    await symlink(join(folder, 'a.jsonl'), join(folder, 'b.jsonl'));
    await expect(appendLines(join(folder, 'a.jsonl'), [first])).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('go in a circle'),
    });
  });
});

describe('appending while a sync tool puts another file in the place', () => {
  const replaceBy = async (contents: string) => {
    const coming = join(folder, '.syncing');
    await writeFile(coming, contents);
    await rename(coming, file);
  };

  it('writes to the new file too', async () => {
    hook.afterOpening = () => replaceBy(`${second.line}\n`);
    expect(await appendLines(file, [first])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await text()).toBe(`${second.line}\n${first.line}\n`);
  });

  it('makes a file that was removed anew', async () => {
    let removals = 1;
    hook.afterOpening = async () => {
      if (removals-- > 0) await rm(file);
    };
    expect(await appendLines(file, [first])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await text()).toBe(`${first.line}\n`);
  });

  it('gives up on one that is replaced every time, and claims nothing', async () => {
    hook.afterOpening = () => replaceBy('');
    await expect(appendLines(file, [first])).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('keeps replacing'),
    });
    expect(await text()).toBe('');
  });
});

describe('appending while another program writes without the lock', () => {
  it('writes its line again when the other had begun one in between', async () => {
    let begun = 0;
    hook.afterOpening = () => (begun++ === 0 ? appendFile(file, '{"begun":') : Promise.resolve());
    expect(await appendLines(file, [first])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await text()).toBe(`{"begun":${first.line}\n${first.line}\n`);
    const { submissions, problems } = await readLeaderboard(file);
    expect(submissions.map(({ lineNumber }) => lineNumber)).toEqual([2]);
    expect(problems.map(({ lineNumber }) => lineNumber)).toEqual([1]);
  });

  it('has nothing to repeat where the other wrote whole lines', async () => {
    hook.afterOpening = () => appendFile(file, `${second.line}\n`);
    expect(await appendLines(file, [first])).toEqual({ appended: 1, alreadyThere: 0 });
    expect(await text()).toBe(`${second.line}\n${first.line}\n`);
  });
});

describe('appending to a disk that fills up', () => {
  it('takes a part back also where a handle for appending may not cut, as on Windows', async () => {
    await appendLines(file, [first]);
    const handle = await open(file);
    const methods = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    const real = methods.write;
    const refuse = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
    const write = vi
      .spyOn(methods, 'write')
      .mockImplementationOnce(function (this: typeof handle, bytes: Buffer) {
        return Reflect.apply(real, this, [bytes, 0, 100]) as Promise<unknown>;
      } as never)
      .mockImplementationOnce(() => refuse('ENOSPC'));
    const truncate = vi.spyOn(methods, 'truncate').mockImplementationOnce(() => refuse('EPERM'));
    try {
      await expect(appendLines(file, [second])).rejects.toMatchObject({
        message: expect.stringContaining('no space is left'),
      });
      expect(write).toHaveBeenCalledTimes(2);
    } finally {
      write.mockRestore();
      truncate.mockRestore();
    }
    expect(await text()).toBe(`${first.line}\n`);
  });
});
