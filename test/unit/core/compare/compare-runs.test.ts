import { describe, expect, it } from 'vitest';
import { compareRuns as compareWith } from '#core/compare/compare-runs.ts';
import { rowRatio } from '#core/compare/row-ratio.ts';
import type { Row, RunRecord, Window } from '#core/record/schema.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

const compareRuns = (records: readonly RunRecord[]) => compareWith(records, rowRatio);

/** Net J per inference by round: idle draws nothing. */
const windows = (nets: readonly number[]): Window[] =>
  nets.flatMap((energyJ, round) => [
    {
      ...{
        round,
        kind: 'measure',
        startS: round * 10,
        durationS: 1,
        inferences: 1,
        energyJ,
        uncertaintyJ: null,
      },
      ...{ energyByDomain: {}, idlePowerW: 0, cpuSeconds: 1, temperatureC: null, flags: [] },
    } satisfies Window,
  ]);

const row = (nets: readonly number[], changes: Partial<Row> = {}): Row =>
  sampleRow({ windows: windows(nets), ...changes });
const run = (id: string, rows: readonly Row[], changes: Partial<RunRecord> = {}): RunRecord =>
  sampleRecord({ id: id.repeat(16), rows: [...rows], ...changes });

const against = (comparison: ReturnType<typeof compareRuns>) =>
  comparison.rows.map(({ cells }) => cells.map((cell) => cell?.against ?? null));

describe('compareRuns', () => {
  it('puts the same rows side by side, with the ratio to the first run', () => {
    const comparison = compareRuns([run('a', [row([10, 10.1, 9.9])]), run('b', [row([5, 5.1, 4.9])])]);
    expect(comparison.runs.map(({ id }) => id)).toEqual(['a'.repeat(16), 'b'.repeat(16)]);
    const [[first, second]] = against(comparison) as [[unknown, { ratio: number }]];
    expect(first).toEqual({ kind: 'none' });
    expect(second).toMatchObject({ kind: 'ratio', separated: true });
    expect(second.ratio).toBeCloseTo(0.5, 6);
  });

  it('says "not separated" where that is the truth', () => {
    const comparison = compareRuns([run('a', [row([10, 11, 9])]), run('b', [row([10.2, 9.1, 11.1])])]);
    expect(against(comparison)[0]![1]).toMatchObject({ kind: 'ratio', separated: false });
  });

  it.each<[string, Partial<Row>, Partial<RunRecord>]>([
    ['model file', { modelSha256: 'b'.repeat(64) }, {}],
    ['method version', {}, { methodVersion: 1 }],
    ['tier', { tier: 'estimate' }, {}],
    ['energy', { domains: ['soc'] }, {}],
  ])('names the key that differs: %s', (what, changes, ofRun) => {
    const comparison = compareRuns([run('a', [row([1, 2])]), run('b', [row([1, 2], changes)], ofRun)]);
    const [, cell] = against(comparison)[0]!;
    expect(cell).toMatchObject({ kind: 'other-key', differences: [{ what }] });
  });

  it('names each side of a scenario that differs', () => {
    const paced = run('b', [row([1, 2])]);
    const comparison = compareRuns([
      run('a', [row([1, 2])]),
      { ...paced, plan: { ...paced.plan, scenario: { kind: 'fixed-rate', ratePerS: 5 } } },
    ]);
    expect(against(comparison)[0]![1]).toEqual({
      kind: 'other-key',
      differences: [{ what: 'scenario', own: '5 inferences a second', baseline: 'back to back' }],
    });
  });

  it('lists what only one run has', () => {
    const comparison = compareRuns([
      run('a', [row([1, 2])]),
      run('b', [row([1, 2], { precision: 'int8-dynamic' })]),
    ]);
    expect(
      comparison.rows.map(({ precision, cells }) => [precision, cells.map((cell) => cell !== null)]),
    ).toEqual([
      ['fp32', [true, false]],
      ['int8-dynamic', [false, true]],
    ]);
  });

  it('compares two machines at the threads that each ran at, and says that they differ', () => {
    const comparison = compareRuns([
      run('a', [row([1, 1.1], { threads: 4 })]),
      run('b', [row([1, 1.1], { threads: 8 })]),
    ]);
    expect(comparison.rows).toHaveLength(1);
    expect(comparison.rows[0]!.threads).toBeNull();
    expect(comparison.rows[0]!.cells[1]!.circumstances).toContainEqual({
      what: 'threads',
      own: '8',
      baseline: '4',
    });
  });

  it('keeps rows apart that differ in threads within one run', () => {
    const rows = [row([1, 1.1], { threads: 1 }), row([1, 1.1], { threads: 4 })];
    expect(compareRuns([run('a', rows), run('b', rows)]).rows.map(({ threads }) => threads)).toEqual([1, 4]);
  });

  it('gives no ratio for one round, and none for a run beside itself but 1', () => {
    const one = run('a', [row([1])]);
    expect(against(compareRuns([one, one]))[0]![1]).toEqual({ kind: 'no-ratio' });
    const two = run('a', [row([1, 1.2])]);
    expect(against(compareRuns([two, two]))[0]![1]).toMatchObject({ ratio: 1, separated: false });
  });

  it('says which facts of the runs differ', () => {
    const other = run('b', [row([1, 2])]);
    const { facts } = compareRuns([
      run('a', [row([1, 2])]),
      { ...other, software: { ...other.software, onnxruntime: '1.31.0' } },
    ]);
    expect(facts.filter(({ isSame }) => !isSame).map(({ what }) => what)).toEqual(['ONNX Runtime']);
  });
});
