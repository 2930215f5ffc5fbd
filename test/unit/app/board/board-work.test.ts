import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BoardAnswers, BoardJob } from '#app/board/board-messages.ts';
import { BoardWork } from '#app/board/board-work.ts';
import { NO_FILTER } from '#core/leaderboard/filter.ts';
import type { BoardQuery } from '#ipc/calls/leaderboard.ts';
import { madeBoard } from '#test/support/made-board/board.ts';

let folder: string;
let work: BoardWork;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-board-'));
  work = new BoardWork({}, () => undefined);
});
afterEach(async () => {
  await work.close();
  rmSync(folder, { recursive: true, force: true });
});

const QUERY: BoardQuery = { filter: NO_FILTER, best: null, everyRun: false, key: null, top: 5 };
const LINES = madeBoard({ count: 80, devices: 20, models: 3, signed: true, revoked: 2, damaged: 3 });

function write(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

function ask<J extends BoardJob>(job: J): Promise<BoardAnswers[J['kind']]> {
  const where = { dataDir: folder, cacheDir: join(folder, 'cache') };
  return work.do({ job, ...where }) as Promise<BoardAnswers[J['kind']]>;
}

describe('browse', () => {
  it('lists all boards and gives the first entries of the one with most', async () => {
    const name = write('board.jsonl', LINES);
    const { heads, board, boardCount, unreadable, problems } = await ask({
      kind: 'browse',
      name,
      query: QUERY,
    });
    expect(heads).toHaveLength(boardCount);
    expect(board?.counts.entries).toBe(Math.max(...heads.map(({ counts }) => counts.entries)));
    expect(board?.entries.length).toBeLessThanOrEqual(5);
    // The third damaged line reads well, and is altered.
    expect(unreadable).toBe(2);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatchObject({ file: 'board.jsonl', reason: expect.any(String) });
  });

  it('gives the board that is asked for, with ranks as if it were alone', async () => {
    const name = write('board.jsonl', LINES);
    const first = await ask({ kind: 'browse', name, query: QUERY });
    const key = first.heads.find((head) => head.key !== first.board?.key)?.key ?? '';
    const { board } = await ask({ kind: 'browse', name, query: { ...QUERY, key, top: 100 } });
    expect(board?.key).toBe(key);
    expect(board?.entries).toHaveLength(board?.counts.entries ?? -1);
    expect(board?.entries[0]?.rank).toBe(1);
  });

  it('answers with no board where no line passes the filter, and the most where the key is gone', async () => {
    const name = write('board.jsonl', LINES);
    const late = { ...NO_FILTER, sinceMs: Date.UTC(2100, 0, 1) };
    expect(await ask({ kind: 'browse', name, query: { ...QUERY, filter: late } })).toMatchObject({
      board: null,
      heads: [],
      boardCount: 0,
    });
    const { board } = await ask({ kind: 'browse', name, query: { ...QUERY, key: 'none' } });
    expect(board).not.toBeNull();
  });

  it('says what is wrong with what is no board', async () => {
    const gzip = join(folder, 'packed.jsonl');
    writeFileSync(gzip, Buffer.from('1f8b0800', 'hex'));
    await expect(ask({ kind: 'browse', name: gzip, query: QUERY })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    const missing = join(folder, 'none.jsonl');
    await expect(ask({ kind: 'browse', name: missing, query: QUERY })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    const empty = write('empty.jsonl', []);
    expect(await ask({ kind: 'browse', name: empty, query: QUERY })).toMatchObject({ board: null });
  });
});

describe('verify', () => {
  it('counts every state and names the lines that are not verified', async () => {
    const name = write('board.jsonl', LINES);
    const report = await ask({ kind: 'verify', name });
    expect(report.lines).toBe(LINES.length);
    expect(report.states).toMatchObject({ unreadable: 2, altered: 1 });
    expect(report.revoked).toHaveLength(2);
    const { doubtful } = report;
    expect(doubtful.map(({ state }) => state).sort()).toEqual(['altered', 'unreadable', 'unreadable']);
    expect(doubtful.every(({ reasons }) => reasons.length > 0)).toBe(true);
    expect(doubtful.every(({ file, lineNumber }) => file === 'board.jsonl' && lineNumber > 0)).toBe(true);
  });
});

describe('line and export', () => {
  it('gives a line as it stands in the file', async () => {
    const name = write('board.jsonl', LINES);
    const { board } = await ask({ kind: 'browse', name, query: QUERY });
    const submissionId = board?.entries[0]?.submission.id ?? '';
    const line = await ask({ kind: 'line', name, submissionId });
    expect(LINES).toContain(line);
    expect(JSON.parse(line)).toMatchObject({ id: submissionId });
    await expect(ask({ kind: 'line', name, submissionId: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });

  it.each(['csv', 'md', 'html'] as const)('writes the board that is shown as %s', async (format) => {
    const name = write('board.jsonl', LINES);
    const path = join(folder, `out.${format}`);
    await ask({ kind: 'export', name, query: QUERY, format, path });
    const text = readFileSync(path, 'utf8');
    const { board } = await ask({ kind: 'browse', name, query: QUERY });
    expect(text).toContain(board?.model);
    expect(text).not.toContain(folder);
  });
});

describe('an address', () => {
  let server: Server;
  let fetched = 0;
  beforeEach(async () => {
    fetched = 0;
    server = createServer((_request, response) => {
      fetched += 1;
      response.end(LINES.map((line) => `${line}\n`).join(''));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => server.close());

  it('is fetched once for several questions, and leaves nothing behind', async () => {
    const name = `http://127.0.0.1:${(server.address() as AddressInfo).port}/board.jsonl`;
    const { problems } = await ask({ kind: 'browse', name, query: QUERY });
    await ask({ kind: 'browse', name, query: { ...QUERY, top: 2 } });
    expect(fetched).toBe(1);
    expect(problems[0]?.file).toBe(name);
    await work.close();
    expect(existsSync(join(folder, 'cache')) ? readdirSync(join(folder, 'cache')) : []).toEqual([]);
  });

  it('that does not answer is a fault that says so', async () => {
    server.close();
    const name = `http://127.0.0.1:1/board.jsonl`;
    await expect(ask({ kind: 'browse', name, query: QUERY })).rejects.toMatchObject({
      code: 'source-unreachable',
    });
  });
});
