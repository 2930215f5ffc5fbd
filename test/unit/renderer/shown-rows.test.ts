import { describe, expect, it } from 'vitest';
import type { Row } from '#core/record/schema.ts';
import { energyScale, scaledGroup } from '#renderer/features/results/energy-scale.ts';
import { rankGroups } from '#renderer/features/results/ranked-rows.ts';
import { shownGroups, type Looking } from '#renderer/features/results/shown-rows.ts';
import { tableLines } from '#renderer/features/results/table-lines.ts';
import { sampleRow } from '#test/support/sample-record.ts';

const row = (model: string, netJ: number | null, changes: Partial<Row> = {}): Row =>
  sampleRow({ model, netJ, grossJ: netJ === null ? null : 10 - netJ, ci95: null, ...changes });

const ROWS = [row('b', 1), row('a', 3), row('c', 2), row('a', null, { precision: 'int8-dynamic' })];

const LOOKING: Looking = {
  energy: 'net',
  perModel: false,
  search: '',
  sorting: { key: 'rank', descending: false },
  leftOut: { model: new Set(), precision: new Set(), provider: new Set(), verdict: new Set() },
};

const names = (changes: Partial<Looking>, rows: readonly Row[] = ROWS): string[][] =>
  shownGroups(rankGroups(rows), { ...LOOKING, ...changes }, (model) => model.toUpperCase()).map(
    ({ ranked }) => ranked.map(({ row: { model, netJ } }) => `${model}${netJ}`),
  );

describe('shownGroups', () => {
  it('keeps the order of the ranking, and turns it round', () => {
    expect(names({})).toEqual([['b1', 'c2', 'a3', 'anull']]);
    expect(names({ sorting: { key: 'rank', descending: true } })).toEqual([['anull', 'a3', 'c2', 'b1']]);
  });

  it('sorts by gross energy where that is looked at', () => {
    expect(names({ energy: 'gross' })).toEqual([['a3', 'c2', 'b1', 'anull']]);
  });

  it('puts what has no value last, whatever the direction', () => {
    expect(names({ sorting: { key: 'energy', descending: false } })[0]!.at(-1)).toBe('anull');
    expect(names({ sorting: { key: 'energy', descending: true } })).toEqual([['a3', 'c2', 'b1', 'anull']]);
  });

  it('finds all words of a search in any order, in the names that people see', () => {
    expect(names({ search: 'cpu  A' })).toEqual([['a3', 'anull']]);
    expect(names({ search: 'a int8' })).toEqual([['anull']]);
    expect(names({ search: 'nothing' })).toEqual([]);
  });

  it('leaves out what is not wanted, and groups model by model', () => {
    expect(names({ leftOut: { ...LOOKING.leftOut, model: new Set(['a']) } })).toEqual([['b1', 'c2']]);
    expect(names({ perModel: true })).toEqual([['b1'], ['c2'], ['a3', 'anull']]);
  });
});

describe('energyScale', () => {
  it('draws bars from zero while they can be seen, with the interval', () => {
    const scale = energyScale([row('a', 2, { ci95: [1, 4] }), row('b', 1)], 'net');
    expect(scale.kind).toBe('bars');
    expect(scale.markOf(row('a', 2, { ci95: [1, 4] }))).toEqual({ from: 0, at: 50, whisker: [25, 100] });
  });

  it('draws a net energy below zero to the left of zero', () => {
    const below = row('a', -1, { ci95: [-2, 1] });
    const mark = energyScale([below, row('b', 2)], 'net').markOf(below);
    expect(mark).toEqual({ from: 50, at: 25, whisker: [0, 75] });
  });

  it('takes dots on a logarithmic scale where bars would not be seen', () => {
    const scale = energyScale([row('a', 1), row('b', 100)], 'net');
    expect(scale.kind).toBe('dots');
    expect(scale.markOf(row('c', 10))).toEqual({ from: null, at: 50, whisker: null });
  });

  it('has no interval for gross energy, and no mark for what is not known', () => {
    const known = row('a', 2, { ci95: [1, 4] });
    expect(energyScale([known], 'gross').markOf(known)?.whisker).toBeNull();
    expect(energyScale([row('a', null)], 'net').markOf(row('a', null))).toBeNull();
  });
});

describe('tableLines', () => {
  const lines = (...rows: Row[]) =>
    tableLines(rankGroups(rows).map((group) => scaledGroup(group, 'net'))).map(
      (line) => `${line.place} ${line.kind === 'row' ? line.row.model : line.title}`,
    );

  it('gives each row its place below the head, and no title to a group on its own', () => {
    expect(lines(row('b', 1), row('a', 3))).toEqual(['2 b', '3 a']);
  });

  it('counts the titles of several groups, and has a key of its own for each line', () => {
    const rows = [row('b', 1), row('a', 3, { tier: 'estimate' })];
    expect(lines(...rows)).toEqual([
      expect.stringMatching(/^2 Tier/),
      '3 b',
      expect.stringMatching(/^4 Tier estimate/),
      '5 a',
    ]);
    const keys = tableLines(rankGroups(rows).map((group) => scaledGroup(group, 'net'))).map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
  });
});
