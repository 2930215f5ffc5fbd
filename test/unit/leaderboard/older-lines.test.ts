/**
 * Lines that are read for ever, as they were written. `method-1`: by Joulemark 0.1.0 at method version 1, before rows
 * had units of work, kinds and bounds. `first-schema`: by the first code that made lines (8ad7654; two lines, without
 * the meter's interval and what its steps resolve) and by the first command line (83c91a1; two).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLine } from '#core/leaderboard/line.ts';
import { rankBoards } from '#core/leaderboard/rank.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { parseRecord } from '#core/record/text.ts';
import { boardsText } from '#report/board-report.ts';
import { runText } from '#report/run-report.ts';
import { checkedLine } from '#test/support/checked-line.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

const folder = new URL('../../fixtures/leaderboard/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const lines = read('method-1.jsonl').trimEnd().split('\n');
const submissions = lines.map((line) => {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.submission;
});

describe('a line of method version 1', () => {
  it('has none of the later fields, and is read with what held then', () => {
    const later = [
      'work',
      'modelKind',
      'bounds',
      'holds',
      'shortfalls',
      'unit',
      'spinning',
      'adapter',
      'ranAs',
    ];
    for (const name of later) {
      for (const line of lines) expect(line).not.toContain(`"${name}"`);
    }
    expect(submissions.map(({ configuration }) => [configuration.work, configuration.modelKind])).toEqual([
      [{ unit: 'inference', perInference: 1 }, 'trained'],
      [{ unit: 'inference', perInference: 1 }, 'trained'],
    ]);
    for (const { configuration, meter, ...line } of submissions) {
      expect(configuration).toMatchObject({ unit: null, spinning: true, arena: true });
      expect(line).toMatchObject({ ranAs: null, adapter: null, deviceVerified: true, fallbacks: [] });
      expect(meter.deviceName).toBeNull();
    }
    expect(submissions[1]?.fidelity).toMatchObject({ bounds: null, holds: null, shortfalls: [] });
  });

  it('still has its id checked over what stands in it', () => {
    for (const line of lines) {
      const altered = line.replace('"netJ":0.0', '"netJ":0.1');
      expect(altered).not.toBe(line);
      expect(parseLine(altered)).toMatchObject({ ok: false, reason: expect.stringContaining('altered') });
      // A later field put in by hand is one that the id does not cover.
      const filled = line.replace('"threads":2', '"threads":2,"modelKind":"trained"');
      expect(parseLine(filled)).toMatchObject({ ok: false, reason: expect.stringContaining('altered') });
    }
  });

  it('is ranked on a board of its own', () => {
    const present = submissionsOf(sampleRecord()).entries.map(({ submission }) => submission);
    const boards = rankBoards([...present, ...submissions].map((each) => checkedLine(each)));
    expect(boards.map(({ methodVersion, entries }) => [methodVersion, entries.length])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const text = boardsText(boards, null);
    expect(text).toContain('batch 1, method 1\n');
    expect(text).toContain('26 dB ');
    expect(text).not.toContain('26 dB ✓');
  });
});

it('a record of method version 1 is read, reported and submitted as it was', () => {
  const record = parseRecord(read('method-1.joulemark.json'), 'method-1');
  expect(record.methodVersion).toBe(1);
  expect(runText(record, null)).toContain('method 1');
  const again = submissionsOf(record).entries.map(({ line }) => parseLine(line));
  expect(again.map(({ ok }) => ok)).toEqual([true, true]);
});

describe('a line of the first schema', () => {
  const first = read('first-schema.jsonl').trimEnd().split('\n');
  const parsed = first.map((line) => parseLine(line));

  it('is read, and what it does not say is unknown', () => {
    expect(first).toHaveLength(4);
    for (const line of first) expect(line).not.toContain('meterInterval');
    expect(first.map((line) => line.includes('uncertaintyJ'))).toEqual([false, false, true, true]);
    for (const line of parsed) {
      expect(line).toMatchObject({
        ok: true,
        submission: { results: { meterInterval: null }, methodVersion: 1 },
      });
    }
    const [oldest] = parsed.flatMap((line) => (line.ok ? [line.submission] : []));
    expect(new Set(oldest?.windows.map(({ uncertaintyJ }) => uncertaintyJ))).toEqual(new Set([null]));
  });

  it('still has its id checked over what stands in it', () => {
    for (const line of first) {
      const filled = line.replace('"netJ":', '"meterInterval":null,"netJ":');
      expect(parseLine(filled)).toMatchObject({ ok: false, reason: expect.stringContaining('altered') });
    }
  });
});
