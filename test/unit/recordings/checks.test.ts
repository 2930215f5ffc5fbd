import { describe, expect, it } from 'vitest';
import { Checks, type Given, type JsonObject } from '#test/recordings/checks.ts';
import { unitOf, unitOfKey } from '#test/recordings/units.ts';

const GIVEN: readonly Given[] = [
  { names: ['package-0', 'energy counter'], value: 5_000_000, unit: 'uJ' },
  { names: ['core', 'energy counter'], value: 2_000_000, unit: 'uJ' },
  { names: ['package-0', 'power'], value: 12.5, unit: 'W' },
  { names: ['dram', 'power'], value: null, unit: 'W' },
];

function problems(expected: JsonObject, compare: (checks: Checks) => void): readonly string[] {
  const checks = new Checks(expected);
  compare(checks);
  return checks.problems;
}

const readings = (...list: JsonObject[]) => problems({ readings: list }, (checks) => checks.readings(GIVEN));

describe('comparing readings', () => {
  it('converts units and allows for rounding', () => {
    expect(readings({ domain: 'package-0', quantity: 'energy_counter', value: 5.004, unit: 'J' })).toEqual(
      [],
    );
    expect(readings({ domain: 'package-0', quantity: 'power', value: 12500, unit: 'mW' })).toEqual([]);
  });

  it('finds a value that differs by more than a thousandth', () => {
    expect(
      readings({ domain: 'package-0', quantity: 'energy_counter', value: 5.006, unit: 'J' }),
    ).toHaveLength(1);
  });

  it('finds a reading that belongs to another device', () => {
    expect(readings({ domain: 'core', quantity: 'energy_counter', value: 5, unit: 'J' })).toHaveLength(1);
  });

  it('finds a reading that nobody gives', () => {
    expect(readings({ domain: 'package-0', quantity: 'voltage', value: 1.1, unit: 'V' })).toEqual([
      'package-0 voltage: expected 1.1 V, got nothing',
    ]);
  });

  it('wants null where nothing is expected, and nothing else', () => {
    expect(readings({ domain: 'dram', quantity: 'power', value: null, unit: 'W' })).toEqual([]);
    expect(readings({ domain: 'package-0', quantity: 'power', value: null, unit: 'W' })).toHaveLength(1);
    expect(readings({ domain: 'dram', quantity: 'power', value: 0, unit: 'W' })).toHaveLength(1);
  });

  it('does not take 0 for nothing', () => {
    const zero: Given[] = [{ names: ['dram', 'power'], value: 0, unit: 'W' }];
    const expected = { readings: [{ domain: 'dram', quantity: 'power', value: null, unit: 'W' }] };
    expect(problems(expected, (checks) => checks.readings(zero))).toHaveLength(1);
  });
});

describe('comparing other parts', () => {
  it('takes the unit of a table from its keys', () => {
    const table = (value: number) => ({ cards: { 'package-0': { power_W: value } } });
    expect(problems(table(12.5), (checks) => checks.table('cards', GIVEN))).toEqual([]);
    expect(problems(table(12.6), (checks) => checks.table('cards', GIVEN))).toHaveLength(1);
  });

  it('finds a number for what is not available', () => {
    const check = (name: string) =>
      problems({ not_available: [name] }, (checks) => checks.notAvailable(GIVEN));
    expect(check('dram (no such zone)')).toEqual([]);
    expect(check('core')).toHaveLength(1);
  });

  it('keeps the best of several alternatives', async () => {
    const checks = new Checks({ status: 'Full' });
    await checks.best(
      ['Charging', 'Full'].map((given) => (own) => own.same('status', own.take('status') ?? null, given)),
    );
    expect(checks.problems).toEqual([]);
    expect(checks.untaken).toEqual([]);
  });

  it('remembers what nobody looked at, apart from prose', () => {
    expect(new Checks({ readings: [], pitfalls: ['x'], host: 'y', derived: { a: 1 } }).untaken).toEqual([
      'readings',
      'derived',
    ]);
  });
});

describe('units', () => {
  it.each([
    ['uJ', 'energy', 1e-6],
    ['µWh', 'energy', 3600e-6],
    ['pWh', 'energy', 3.6e-9],
    ['kWh', 'energy', 3.6e6],
    ['mW', 'power', 1e-3],
    ['uj', 'energy', 1e-6],
    ['MHz', 'frequency', 1e6],
    ['m°C', 'temperature', 1e-3],
  ])('knows %s', (name, kind, factor) => {
    expect(unitOf(name)?.kind).toBe(kind);
    expect(unitOf(name)?.factor).toBeCloseTo(factor, 15);
  });

  it('are read from the end of a key', () => {
    expect(['cur_mW', 'edge_C', 'power.draw_W', 'power [W]', 'W', 'columns'].map(unitOfKey)).toEqual([
      'mW',
      'C',
      'W',
      'W',
      'W',
      '',
    ]);
    expect(unitOf('furlong')).toBeNull();
  });
});
