import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeFidelity } from '#core/fidelity.ts';
import { rankBoards as rankLines, type Board, type RankOptions } from '#core/leaderboard/rank.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import type { Row, RunRecord } from '#core/record/schema.ts';
import { checkedLine } from '#test/support/checked-line.ts';
import { sampleAdapter } from '#test/support/sample-ran.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

const rankBoards = (submissions: readonly Submission[], options?: RankOptions) =>
  rankLines(
    submissions.map((each) => checkedLine(each)),
    options,
  );

function submission(row: Partial<Row>, record: Partial<RunRecord> = {}): Submission {
  const { entries } = submissionsOf(sampleRecord({ ...record, rows: [sampleRow(row)] }));
  return entries[0]!.submission;
}

/** One entry in mJ, told from the others by its thread count. */
const withEnergy = (threads: number, netMj: number, halfWidthMj: number) =>
  submission({
    threads,
    netJ: netMj / 1000,
    ci95: [(netMj - halfWidthMj) / 1000, (netMj + halfWidthMj) / 1000],
  });

const ranks = (board: Board | undefined) =>
  board?.entries.map(({ rank, submission: { configuration } }) => [rank, configuration.threads]);

describe('rankBoards', () => {
  it('sorts by net energy and numbers the places', () => {
    const boards = rankBoards([withEnergy(1, 30, 1), withEnergy(2, 10, 1), withEnergy(3, 20, 1)]);
    expect(boards).toHaveLength(1);
    expect(ranks(boards[0])).toEqual([
      [1, 2],
      [2, 3],
      [3, 1],
    ]);
  });

  it('lets entries share a rank while their intervals reach down to the leader of the rank', () => {
    const boards = rankBoards([
      withEnergy(1, 10, 1),
      withEnergy(2, 11.5, 1),
      withEnergy(3, 12.5, 1),
      withEnergy(4, 13, 1),
    ]);
    expect(ranks(boards[0])).toEqual([
      [1, 1],
      [1, 2],
      [3, 3],
      [3, 4],
    ]);
  });

  it('gives nobody a better place for a wide interval', () => {
    const boards = rankBoards([withEnergy(1, 10, 1), withEnergy(2, 20, 1), withEnergy(3, 30, 29)]);
    expect(ranks(boards[0])).toEqual([
      [1, 1],
      [2, 2],
      [2, 3],
    ]);
  });

  it('puts the degraded behind all that hold, however frugal, marked and ranked among themselves', () => {
    const agreement = { inputs: 32, cosine: 0.9, sqnrDb: 9, maxAbsError: 1, top1Agreement: null };
    const fidelity = judgeFidelity(agreement, null, { minSqnrDb: 20, minTop1Agreement: null });
    const worse = (threads: number, netMj: number) => ({
      ...withEnergy(threads, netMj, 1),
      id: String(threads).repeat(64),
      fidelity,
    });
    const [board] = rankBoards([withEnergy(1, 30, 1), worse(2, 5), worse(3, 1), withEnergy(4, 20, 1)]);
    expect(ranks(board)).toEqual([
      [1, 4],
      [2, 1],
      [3, 3],
      [4, 2],
    ]);
    expect(board?.entries.map(({ degraded }) => degraded)).toEqual([false, false, true, true]);
  });

  it('keeps apart what cannot be compared', () => {
    const meters = sampleRecord().meters.map((meter) => ({ ...meter, tier: 'sensor' as const }));
    const boards = rankBoards([
      submission({}),
      submission({ modelSha256: 'c'.repeat(64) }),
      submission({ batch: 8 }),
      submission({ tier: 'sensor' }, { meters: meters as RunRecord['meters'] }),
      submission({ domains: ['package', 'core'] }),
      submission({}, { methodVersion: 1 }),
      submission({}, { plan: { ...sampleRecord().plan, scenario: { kind: 'fixed-rate', ratePerS: 30 } } }),
    ]);
    expect(boards).toHaveLength(7);
    expect(new Set(boards.map(({ key }) => key)).size).toBe(7);
  });

  it('lets the precisions of a model compete, or not, as asked', () => {
    const both = submissionsOf(sampleRecord()).entries.map((entry) => entry.submission);
    expect(rankBoards(both).map((board) => [board.precision, board.entries.length])).toEqual([[null, 2]]);
    const apart = rankBoards(both, { byPrecision: true });
    expect(apart.map((board) => [board.precision, board.entries.length])).toEqual([
      ['fp32', 1],
      ['int8-dynamic', 1],
    ]);
  });

  it('keeps the newest run of a device and configuration, or all of them', () => {
    const older = submission({}, { id: '0000000000000001', startedAt: '2026-01-01T00:00:00Z' });
    const newer = submission({}, { id: '0000000000000002', startedAt: '2026-01-01T00:00:00.500Z' });
    const machine = { ...sampleRecord().machine, cpuModel: 'Other CPU' };
    const other = submission({}, { id: '0000000000000003', machine });
    const runs = (boards: Board[]) => boards[0]!.entries.map((entry) => entry.submission.runId).sort();
    expect(runs(rankBoards([newer, older, other]))).toEqual([newer.runId, other.runId]);
    expect(runs(rankBoards([newer, older, other], { keep: 'all' }))).toHaveLength(3);
  });

  it('keeps what ran elsewhere, on another adapter or with other settings beside it', () => {
    const rows: Partial<Row>[] = [
      { adapter: sampleAdapter() },
      { adapter: sampleAdapter({ name: 'Other card' }) },
      { ranAs: 'cpu', adapter: sampleAdapter() },
      { unit: '1', adapter: sampleAdapter() },
      { spinning: false, adapter: sampleAdapter() },
    ];
    const submissions = rows.map((row) => submission({ provider: 'dml', ...row }));
    expect(rankBoards(submissions)[0]!.entries).toHaveLength(rows.length);
  });

  it('counts the same submission once', () => {
    const one = submission({});
    expect(rankBoards([one, structuredClone(one)], { keep: 'all' })[0]!.entries).toHaveLength(1);
  });

  it('of one submission that several keys signed shows the smallest, whatever the order', () => {
    const one = checkedLine(withEnergy(1, 10, 1));
    const lines = [null, 'b'.repeat(64), 'a'.repeat(64)].map((signedBy) => ({
      ...one,
      check: { ...one.check, signedBy },
    }));
    for (const given of [lines, [...lines].reverse()]) {
      const [board] = rankLines(given);
      expect(board!.entries.map(({ check }) => check.signedBy)).toEqual(['a'.repeat(64)]);
    }
  });

  it('has no board without submissions', () => {
    expect(rankBoards([])).toEqual([]);
  });

  it('gives the same boards in whatever order the lines come, and ranks that never improve downwards', () => {
    const entry = fc
      .record({
        threads: fc.integer({ min: 1, max: 9 }),
        net: fc.integer({ min: -5, max: 50 }),
        half: fc.nat(20),
      })
      .map(({ threads, net, half }) => withEnergy(threads, net, half));
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), fc.nat(), (entries, turn) => {
        const boards = rankBoards(entries, { keep: 'all' });
        const turned = entries.map((_, index) => entries[(index + turn) % entries.length]!);
        expect(rankBoards(turned, { keep: 'all' })).toEqual(boards);
        const found = boards[0]!.entries.map(({ rank }) => rank);
        expect(found[0]).toBe(1);
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });
});
