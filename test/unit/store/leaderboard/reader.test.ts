import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revocationOf } from '#core/leaderboard/revocation.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-reader-'));
  file = join(folder, 'board.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

type Line = ReturnType<typeof sampleLines>[number];
const [first, second] = sampleLines(1, 2) as [Line, Line];
const fault = (message: string) =>
  expect.objectContaining({ code: 'file-unreadable', message: expect.stringContaining(message) });

async function read(contents: string | Buffer) {
  await writeFile(file, contents);
  const { submissions, problems } = await readLeaderboard(file);
  return {
    served: submissions.map(({ lineNumber, submission }) => [lineNumber, submission.id]),
    problems: problems.map(({ lineNumber, reason }) => `${lineNumber}: ${reason}`),
  };
}

const around = (bad: string | Buffer) =>
  Buffer.concat([Buffer.from(`${first.line}\n`), Buffer.from(bad), Buffer.from(`\n${second.line}\n`)]);

describe('a bad line', () => {
  it.each([
    ['not JSON', 'hello', 'is not JSON'],
    ['JSON, but no object', '[1]', 'not an object'],
    ['half a line', first.line.slice(0, 99), 'is torn'],
    ['NUL bytes', Buffer.alloc(5000), 'NUL bytes'],
    ['not UTF-8', Buffer.from([0x7b, 0xff]), 'not text in UTF-8'],
    ['of another schema', '{"schema":"recipe/1"}', 'is of another schema, "recipe/1"'],
    ['of a newer version', '{"schema":"joulemark.submission/99"}', 'is of another version'],
    ['without a schema', '{"a":1}', 'has no schema name'],
    ['altered', first.line.replace('0.1045', '0.0001'), 'the line was altered'],
    ['a merge conflict of git', '<<<<<<< HEAD', 'is not JSON'],
  ])('%s is named by its number, and the others are served', async (_what, bad, reason) => {
    const { served, problems } = await read(around(bad));
    expect(served).toEqual([
      [1, first.id],
      [3, second.id],
    ]);
    expect(problems).toEqual([expect.stringMatching(/^2: /)]);
    expect(problems[0]).toContain(reason);
  });
});

describe('a whole file', () => {
  it('is served with a byte order mark and CRLF line ends', async () => {
    const { served, problems } = await read(`\uFEFF${first.line}\r\n\r\n${second.line}\r\n`);
    expect(served).toEqual([
      [1, first.id],
      [3, second.id],
    ]);
    expect(problems).toEqual([]);
  });

  it('may hold lines that take a submission back', async () => {
    const signer = { publicKey: 'a'.repeat(64), sign: () => 'b'.repeat(128) };
    const revocation = revocationOf(first.id, '2026-02-01T00:00:00Z', '', signer);
    await writeFile(file, `${first.line}\n${JSON.stringify(revocation)}\n`);
    const board = await readLeaderboard(file);
    expect(board.problems).toEqual([]);
    expect(board.revocations).toEqual([{ lineNumber: 2, id: revocation.id }]);
    expect(board.submissions).toHaveLength(1);
  });

  it('is read through a symbolic link; one to nothing and one in a circle are said', async () => {
    await writeFile(file, `${first.line}\n`);
    const link = join(folder, 'link.jsonl');
    await symlink(file, link);
    expect((await readLeaderboard(link)).submissions).toHaveLength(1);
    await rm(file);
    await expect(readLeaderboard(link)).rejects.toThrow(fault('there is no such file'));
    await symlink(link, file);
    await expect(readLeaderboard(link)).rejects.toThrow(fault('go in a circle'));
  });

  it('is not waited for where it is a named pipe or a socket', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(readLeaderboard(pipe)).rejects.toThrow(fault('not a regular file'));
    const socket = join(folder, 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    try {
      await expect(readLeaderboard(socket)).rejects.toThrow(fault('not a regular file'));
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
