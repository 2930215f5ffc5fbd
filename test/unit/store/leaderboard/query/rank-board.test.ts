import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BEST_OF } from '#core/leaderboard/choose.ts';
import { NO_FILTER, type BoardFilter } from '#core/leaderboard/filter.ts';
import { parseBoardLine, parseShape } from '#core/leaderboard/line.ts';
import type { Board, RankOptions } from '#core/leaderboard/rank.ts';
import { TIERS } from '#core/provenance.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { sqlText, withDatabase } from '#store/leaderboard/query/database.ts';
import { exportBoard } from '#store/leaderboard/query/export-board.ts';
import { rankBoard, type Ranking } from '#store/leaderboard/query/rank-board.ts';
import { sortFiles } from '#store/leaderboard/sources/board-files.ts';
import { findFiles } from '#store/leaderboard/sources/find-files.ts';
import { madeBoard } from '#test/support/made-board/board.ts';
import { NOW, referenceBoards } from '#test/support/reference-boards.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-query-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const ended = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

interface Asked {
  readonly options?: RankOptions;
  readonly filter?: BoardFilter;
  readonly boards?: number | null;
}

async function rank(
  names: readonly string[],
  { options = {}, filter = NO_FILTER, boards = null }: Asked = {},
): Promise<Ranking> {
  const files = await sortFiles(await findFiles(names, folder));
  const cacheDir = join(folder, 'cache');
  const judging = { isSignature, nameOf: () => null, now: NOW };
  return rankBoard({ files, options, filter, boards, cacheDir, ...judging });
}

async function exported(names: readonly string[], target: string): Promise<string> {
  const files = await sortFiles(await findFiles(names, folder));
  await exportBoard({ files, target: join(folder, target), cacheDir: join(folder, 'cache') });
  return join(folder, target);
}

/** Machines that submit again and again, so that newer runs take the place of older ones. */
const SIGNED = madeBoard({ count: 160, devices: 4, models: 2, signed: true, revoked: 8, damaged: 14 });
const UNSIGNED = madeBoard({ count: 60, devices: 4, models: 2, seed: 2 });
const withoutSignature = (line: string) => line.replace(/"signature":\{[^}]*\}/, '"signature":null');
/** What somebody would like to have measured, and later than all others. */
const altered = (line: string) =>
  line
    .replace(/"netJ":[^,}]+/, '"netJ":1e-9')
    .replace(/"startedAt":"[^"]*"/, '"startedAt":"2026-12-01T00:00:00Z"');
const POOL = [
  ...SIGNED,
  ...UNSIGNED,
  ...SIGNED.slice(0, 30).map(withoutSignature),
  ...SIGNED.slice(0, 20).map(altered),
  ...UNSIGNED.slice(0, 5).map((line) => JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', ' ')),
  '',
  'foreign',
];

const options = fc.record({
  keep: fc.constantFrom('newest', 'all'),
  best: fc.constantFrom(null, ...BEST_OF),
  byPrecision: fc.boolean(),
  mixTiers: fc.boolean(),
}) satisfies fc.Arbitrary<RankOptions>;

const models = [...new Set(UNSIGNED.map((line) => JSON.parse(line).configuration.model as string))];
const filter = fc.record({
  models: fc.constantFrom(null, models.slice(0, 1)),
  precisions: fc.constantFrom(null, ['fp32', 'int8-dynamic'] as const),
  providers: fc.constantFrom(null, ['cpu'] as const),
  devices: fc.constantFrom(null, ['cpu', 'gpu'] as const),
  tiers: fc.constantFrom(null, TIERS.slice(0, 2)),
  sinceMs: fc.constantFrom(null, Date.UTC(2026, 4, 1)),
  verifiedOnly: fc.boolean(),
});

describe('rankBoard', () => {
  it('gives the boards of the pure rules, whatever the order and the files, from JSON lines and Parquet', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...POOL.keys()], { minLength: 150 }),
        // Behind the cut lie at least fifty lines: more than are damaged, so that something can be exported.
        fc.nat(100),
        options,
        filter,
        async (picked, cut, chosen, wanted) => {
          const lines = picked.map((index) => POOL[index] ?? '');
          number += 1;
          const [first, second] = [lines.slice(0, cut), lines.slice(cut)];
          const expected = referenceBoards(lines, chosen, wanted);
          const one = write(`a${number}.jsonl`, ended(first));
          const two = write(`b${number}.jsonl`, `${second.join('\r\n')}`);
          const known = wanted.models === null || lines.some((line) => line.includes(`"${models[0]}"`));
          if (!known) return;
          const asked = { options: chosen, filter: wanted };
          const found = await rank([one, two], asked);
          expect(found.boards).toEqual(expected);
          const parquet = await exported([two], `p${number}`);
          expect((await rank([one, parquet], asked)).boards).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('shows the first entries of each board with the ranks that they have in the whole', async () => {
    const file = write('board.jsonl', ended(POOL));
    const whole = referenceBoards(POOL);
    const { boards } = await rank([file], { options: { top: 3 } });
    const first = (board: Board) => ({ key: board.key, entries: board.entries.slice(0, 3) });
    expect(boards.map(first)).toEqual(whole.map(first));
    expect(boards.every(({ entries }) => entries.length <= 3)).toBe(true);
    expect(boards.some(({ entries, counts }) => counts.entries > entries.length)).toBe(true);
  });

  it('shows the boards with most entries where not all are asked for, and says how many there are', async () => {
    const file = write('board.jsonl', ended(UNSIGNED));
    const whole = referenceBoards(UNSIGNED);
    const { boards, boardCount } = await rank([file], { boards: 2 });
    expect(boardCount).toBe(whole.length);
    const sizes = whole.map(({ entries }) => entries.length).sort((a, b) => b - a);
    expect(boards.map(({ entries }) => entries.length).sort((a, b) => b - a)).toEqual(sizes.slice(0, 2));
  });

  it('finds what is left when false lines stand before it, many times over', async () => {
    const [genuine = ''] = UNSIGNED;
    const fakes = Array.from({ length: 300 }, (_, index) =>
      altered(genuine).replace(/"threads":\d+/, `"threads":${index + 1}`),
    );
    const file = write('board.jsonl', ended([...fakes, genuine]));
    const { boards, dropped, isCut } = await rank([file], { options: { top: 5 } });
    expect(boards.flatMap(({ entries }) => entries.map(({ submission }) => submission.id))).toEqual([
      JSON.parse(genuine).id,
    ]);
    expect(dropped).toEqual({ altered: 300 });
    expect(isCut).toBe(false);
  });

  it('finds the best of an installation behind an unsigned copy of its line', async () => {
    const [line = ''] = SIGNED;
    const file = write('board.jsonl', ended([withoutSignature(line), line]));
    const { boards } = await rank([file], { options: { keep: 'all', best: 'installation' } });
    expect(boards.flatMap(({ entries }) => entries.map(({ check }) => check.signedBy))).toEqual([
      JSON.parse(line).signature.publicKey,
    ]);
  });

  it('leaves nothing behind in the cache folder', async () => {
    await rank([write('board.jsonl', ended(POOL))]);
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });

  it('names the nearest model where none has the name that was asked for', async () => {
    const file = write('board.jsonl', ended(UNSIGNED));
    const wanted = { ...NO_FILTER, models: [`${models[0]}x`] };
    await expect(rank([file], { filter: wanted })).rejects.toMatchObject({
      code: 'unknown-model',
      message: expect.stringContaining(`Did you mean "${models[0]}"?`),
    });
  });
});

describe('rankBoard on damaged files', () => {
  const good = UNSIGNED.slice(0, 12);
  const expected = referenceBoards(good);
  const between = (bad: string | Buffer) =>
    Buffer.concat([
      Buffer.from(ended(good.slice(0, 5))),
      Buffer.from(bad),
      Buffer.from(`\n${ended(good.slice(5))}`),
    ]);

  it.each<[string, string | Buffer, number]>([
    ['what is not JSON', 'foreign', 1],
    ['half a line', good[0]!.slice(0, 300), 1],
    ['NUL bytes', '\0\0\0', 1],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 1],
    ['another schema', '{"schema":"other/1"}', 1],
    ['a list', '[1,2]', 1],
    ['a key twice', good[0]!.replace('{', '{"id":"x",'), 1],
    ['a figure that is a text', good[0]!.replace(/"netJ":[^,}]+/, '"netJ":"low"'), 1],
    ['a number without end', good[0]!.replace(/"netJ":[^,}]+/, '"netJ":1e999'), 1],
    ['half a surrogate pair', good[0]!.replace(/"model":"/, '"model":"\\ud800'), 1],
    ['brackets without end', '['.repeat(200_000), 1],
    ['blank lines', '\n \t\n\r\n', 0],
  ])('serves the good lines around %s', async (_, bad, problems) => {
    const ranking = await rank([write('board.jsonl', between(bad))]);
    expect(ranking.boards).toEqual(expected);
    expect(ranking.unreadable + Object.values(ranking.dropped).reduce((sum, count) => sum + count, 0)).toBe(
      problems,
    );
  });

  it('serves the good lines around one of many megabytes', async () => {
    const ranking = await rank([write('board.jsonl', between(`{"a":"${'x'.repeat(40_000_000)}"}`))]);
    expect(ranking.boards).toEqual(expected);
    expect(ranking.problems).toEqual([
      {
        path: expect.stringContaining('board.jsonl'),
        lineNumber: 6,
        reason: 'is too long, or not text in UTF-8',
      },
    ]);
  });

  it('reads a byte order mark, CRLF and a last line without an end', async () => {
    const { boards, unreadable } = await rank([write('board.jsonl', `\ufeff${good.join('\r\n')}`)]);
    expect([boards, unreadable]).toEqual([expected, 0]);
  });

  it('reads an empty file as an empty board', async () => {
    expect(await rank([write('board.jsonl', '')])).toMatchObject({ boards: [], unreadable: 0 });
  });

  it('names the first bad lines by number, with blank lines counted', async () => {
    const lines = ['', good[0], 'x', '', good[1], '', '[]', 'y', 'z'];
    const { problems, unreadable } = await rank([write('board.jsonl', lines.join('\n'))]);
    expect(unreadable).toBe(4);
    expect(problems.map(({ lineNumber, reason }) => [lineNumber, reason])).toEqual([
      [3, 'is not JSON'],
      [7, 'is JSON, but not an object'],
      [8, 'is not JSON'],
    ]);
  });

  it('reads a submission of many lines from a .json file', async () => {
    const names = good.map((line, index) =>
      write(`${index}.json`, index % 2 === 0 ? line : JSON.stringify(JSON.parse(line), null, 2)),
    );
    expect((await rank(names)).boards).toEqual(expected);
  });

  it('reads more files than are read at once, empty ones and damaged ones among them', async () => {
    const lines = [...POOL, ...POOL.slice(0, 60)];
    const names = lines.map((line, index) => write(`${String(index).padStart(4, '0')}.jsonl`, line));
    expect(names.length).toBeGreaterThan(300);
    expect((await rank(names)).boards).toEqual(referenceBoards(lines));
  });

  it('takes files by any name for what they are', async () => {
    const name = "a'; drop table rows; --[1]*.jsonl";
    expect((await rank([write(name, ended(good))])).boards).toEqual(expected);
    const odd = write('parquet.txt', ended(good));
    expect((await rank([odd])).boards).toEqual(expected);
  });

  it('refuses what is compressed, and Parquet of something else', async () => {
    await expect(rank([write('a.jsonl', Buffer.from('1f8b0800', 'hex'))])).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('gzip'),
    });
    await expect(rank([write('a.parquet', 'PAR1 is not enough')])).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('Parquet'),
    });
  });
});

describe('exportBoard', () => {
  it('keeps every line byte for byte, revocations too, in folders by method version and model', async () => {
    const folderName = await exported([write('board.jsonl', ended(SIGNED))], 'out');
    const again = await exported([folderName], 'again');
    const parquet = readdirSync(again, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.parquet'),
    );
    expect(parquet.map((name) => name.replace(/part-\d+/, 'part').replaceAll('\\', '/')).sort()).toEqual([
      ...models.map((model) => `methodVersion=2/model=${model}/part.parquet`).sort(),
      'methodVersion=__HIVE_DEFAULT_PARTITION__/model=__HIVE_DEFAULT_PARTITION__/part.parquet',
    ]);
    expect((await rank([again])).boards).toEqual(referenceBoards(SIGNED));
    const kept = await withDatabase(join(folder, 'cache'), (database) =>
      database.rows(`SELECT line FROM read_parquet(${sqlText(join(again, '**', '*.parquet'))})`),
    );
    const whole = SIGNED.filter((line) => parseShape(line).ok || parseBoardLine(line).kind === 'revocation');
    const lines = kept.map(({ line }) => String(line));
    expect(lines).toEqual(expect.arrayContaining(whole));
    expect(SIGNED).toEqual(expect.arrayContaining(lines));
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('refuses a folder that holds something, and leaves it as it is', async () => {
    const file = write('board.jsonl', ended(UNSIGNED));
    await expect(exported([file], '.')).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(existsSync(file)).toBe(true);
  });

  it('leaves no folder where there is nothing to export', async () => {
    const file = write('board.jsonl', 'foreign\n');
    await expect(exported([file], 'out')).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(readdirSync(folder).sort()).toEqual(['board.jsonl', 'cache']);
  });
});
