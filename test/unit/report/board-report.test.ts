import { describe, expect, it } from 'vitest';
import { rankBoards } from '#core/leaderboard/rank.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { boardsCsv, boardsJson, boardsMarkdown, boardsText } from '#report/board-report.ts';
import { checkedLine } from '#test/support/checked-line.ts';
import { SWIFTSHADER } from '#test/support/sample-ran.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

const record = sampleRecord();
record.machine.cpuModel = '=cmd|<script>';
const entries = submissionsOf(record).entries;
const boards = rankBoards(entries.map(({ submission }) => checkedLine(submission)));

describe('a ranking of a leaderboard', () => {
  it('names what the board compares, and every entry with its rank', () => {
    const text = boardsText(boards, null);
    expect(text).toContain(
      'silero-vad (aaaaaaaaaaaa), tier counter, package, back-to-back, batch 1, method 2',
    );
    expect(text).toMatch(/│ {4}1 │ fp32 .*│ {3}64\.1 │ {3}63\.2 … 65\.0 │/);
    expect(text).toMatch(/│ {4}2 │ int8-dynamic /);
    expect(text).toContain('Same rank:');
  });

  it('fits 80 columns', () => {
    const widths = boardsText(boards, 80)
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });

  it('labels entries by where the work went, and fits 80 columns all the same', () => {
    const rows = [
      sampleRow(),
      sampleRow({ provider: 'webgpu', adapter: SWIFTSHADER, arena: false, threads: 1 }),
      sampleRow({ provider: 'webgpu', ranAs: 'cpu', placement: { webgpu: 0.1, cpu: 0.9 }, threads: 4 }),
    ];
    const ranked = rankBoards(
      submissionsOf(sampleRecord({ rows })).entries.map(({ submission }) => checkedLine(submission)),
    );
    const text = boardsText(ranked, null);
    expect(text).toContain('webgpu (software: SwiftShader), no arena');
    expect(text).toContain('cpu (via webgpu)');
    for (const line of boardsText(ranked, 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(boardsCsv(ranked)).toMatch(/,ranAs,.*,ownShareOfTime,/);
    expect(boardsCsv(ranked)).toContain(',SwiftShader,software,');
  });

  it('makes a strange processor name harmless in CSV and Markdown', () => {
    expect(boardsCsv(boards)).toContain(",'=cmd|<script>,");
    expect(boardsMarkdown(boards)).toContain(String.raw`| =cmd\|&lt;script&gt; |`);
    expect(boardsMarkdown(boards)).not.toContain('<script>');
  });

  it('gives programs the ids and figures, without the raw windows', () => {
    const json = JSON.parse(boardsJson(boards));
    expect(
      json.boards[0].entries.map((entry: { rank: number; id: string }) => [entry.rank, entry.id]),
    ).toEqual([
      [1, entries[0]!.id],
      [2, entries[1]!.id],
    ]);
    expect(json.boards[0].entries[0].results.netJ).toBe(0.0641);
    expect(json.boards[0].entries[0]).not.toHaveProperty('windows');
  });

  it('says who stands for each entry', () => {
    const [first, second] = entries.map(({ submission }) => submission);
    const ranked = rankBoards([
      { ...checkedLine(first!, 'ab'.repeat(32)), signedByName: 'Lab | 1' },
      checkedLine(second!, 'cd'.repeat(32)),
    ]);
    expect(boardsText(ranked, null)).toMatch(/│ Lab \| 1 +│[^]*│ cdcdcdcd… │/);
    expect(boardsMarkdown(ranked)).toContain('| Lab \\| 1 |');
    expect(boardsText(boards, null)).toContain('│ unsigned  │');
    expect(boardsCsv(ranked)).toContain(`,verified,${'ab'.repeat(32)},Lab | 1,`);
    for (const line of boardsText(ranked, 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('says the tier of each entry where tiers are mixed, and only there', () => {
    const mixed = rankBoards(
      entries.map(({ submission }) => checkedLine(submission)),
      { mixTiers: true },
    );
    expect(boardsText(mixed, null)).toMatch(/all tiers[^]*│ tier +│[^]*│ counter │/);
    expect(boardsText(mixed, 80)).toContain('counter: fp32');
    expect(boardsText(boards, null)).not.toContain('│ tier');
  });

  it('says so where it shows the first entries only', () => {
    const [board] = rankBoards(
      entries.map(({ submission }) => checkedLine(submission)),
      { top: 1 },
    );
    expect(boardsText([board!], null)).toContain('; the first 1 of 2 entries');
  });

  it('says so where there is nothing to rank', () => {
    expect(boardsText([], null)).toBe('There is no submission to rank.\n');
    expect(JSON.parse(boardsJson([])).boards).toEqual([]);
  });
});
