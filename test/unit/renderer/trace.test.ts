import { describe, expect, it } from 'vitest';
import type { LiveWindow } from '#core/events.ts';
import type { Row, RunRecord, Window } from '#core/record/schema.ts';
import { traceOf } from '#renderer/features/run/trace.ts';
import { lastText, powerData, powerTitle, temperatureData } from '#renderer/features/run/trace-words.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

const window = (changes: Partial<Window>): Window => ({
  ...{
    round: 0,
    kind: 'measure',
    startS: 10,
    durationS: 2,
    inferences: 100,
    energyJ: 50,
    uncertaintyJ: null,
  },
  ...{ energyByDomain: {}, idlePowerW: null, cpuSeconds: 6, temperatureC: 60, flags: [] },
  ...changes,
});
const idle = window({ kind: 'idle', startS: 5, energyJ: 6, cpuSeconds: 0, temperatureC: 40 });
const row = (model: string, windows: Window[], changes: Partial<Row> = {}): Row => ({
  ...sampleRow(),
  ...{ model, windows, tier: 'counter', domains: ['package'] },
  ...changes,
});
const record = (rows: Row[]): RunRecord => ({ ...sampleRecord(), rows });
const titleOf = (model: string): string => model.toUpperCase();

describe('the traces', () => {
  it('take each window once, in order of time, though every row repeats the idle ones', () => {
    const { windows } = traceOf(
      record([row('b', [idle, window({ startS: 14 })]), row('a', [idle, window({})])]),
      [],
    );
    expect(windows.map(({ fromS, configuration }) => [fromS, configuration?.model ?? 'idle'])).toEqual([
      [5, 'idle'],
      [10, 'a'],
      [14, 'b'],
    ]);
    expect(windows[1]).toMatchObject({ toS: 12, powerW: 25, busyCpus: 3, temperatureC: 60 });
  });

  it('go on with what is told later, and count it once when the record holds it too', () => {
    const told: LiveWindow = {
      window: window({ startS: 20 }),
      configuration: sampleRow(),
      tier: 'counter',
      domains: ['package'],
    };
    expect(traceOf(null, [told]).windows).toHaveLength(1);
    const both = record([row(sampleRow().model, [window({}), window({ startS: 20 })])]);
    expect(traceOf(both, [told]).windows.map(({ fromS }) => fromS)).toEqual([10, 20]);
  });

  it('keep apart what different meters read at the same time', () => {
    const card = { tier: 'sensor', domains: ['gpu'] } as const;
    const trace = traceOf(record([row('a', [idle]), row('b', [idle], { ...card, domains: ['gpu'] })]), []);
    expect(trace.sources.map(({ name }) => name)).toEqual(['package (counter)', 'gpu (sensor)']);
    expect(trace.windows).toHaveLength(2);
    expect(powerData(trace).lines.map(({ strokes }) => strokes.length)).toEqual([1, 1]);
  });

  it('draw nothing where a reading failed, and mark the window', () => {
    const failed = window({ energyJ: null, flags: ['meter-failed'] });
    const { bands, lines } = powerData(traceOf(record([row('a', [failed])]), []));
    expect(lines[0]?.strokes).toEqual([]);
    expect(bands).toEqual([{ fromS: 10, toS: 12, kind: 'measure', isMarked: true }]);
  });

  it('show busy processors where no meter reads, and no temperature where none is told', () => {
    const bare = window({ energyJ: null, temperatureC: null });
    const trace = traceOf(record([row('a', [bare], { tier: null, domains: [] })]), []);
    expect(powerTitle(trace)).toBe('Busy processors');
    expect(powerData(trace).lines[0]?.strokes).toEqual([
      [
        [10, 3],
        [12, 3],
      ],
    ]);
    expect(temperatureData(trace)).toBeNull();
    expect(lastText(trace, titleOf)).toContain('3.0 processors busy.');
  });

  it('call an estimate one', () => {
    const trace = traceOf(record([row('a', [window({})], { tier: 'estimate' })]), []);
    expect(powerTitle(trace)).toBe('Power, W (estimate)');
    expect(powerData(trace).lines[0]?.isDashed).toBe(true);
    expect(lastText(trace, titleOf)).toContain('25.0 W, package (estimate), 60 °C');
  });

  it('say nothing before the first window', () => {
    expect(lastText(traceOf(null, []), titleOf)).toBeNull();
  });
});
