import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { recordTrace } from '#meters/record-trace.ts';
import { openReplay, replayTrace } from '#meters/replay.ts';
import { parseTrace, type Trace } from '#meters/trace.ts';
import { PowerSupply, steadyIdle } from '#test/support/simulation/power-supply.ts';
import { simulatedCounter, simulatedLevel } from '#test/support/simulation/simulated-meters.ts';
import { simulate } from '#test/support/simulation/simulated-run.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

const never = new AbortController().signal;
const trace = (change: Partial<Trace> = {}): Trace => ({
  schema: 'joulemark.trace/1',
  kind: 'counter',
  tier: 'counter',
  domains: ['package'],
  summed: ['package'],
  source: 'made',
  updatePeriodS: 0.1,
  resolutionJ: 0.5,
  samples: [0, 1, 2, 3, 4].map((step) => [step * 0.1, step * 2.5]),
  ...change,
});

describe('the replay meter', () => {
  it('gives a whole run the power that was recorded, through its repetitions', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 99 } },
      meters: ({ clock }) => [replayTrace(trace(), clock)],
    });
    const powersW =
      record.rows[0]?.windows.map(({ energyJ, durationS }) => (energyJ ?? NaN) / durationS) ?? [];
    expect(powersW.length).toBeGreaterThan(10);
    for (const powerW of powersW) expect(powerW).toBeCloseTo(25, 0);
  });

  it('plays levels as they were held', async () => {
    const clock = new VirtualClock();
    const meter = replayTrace(
      trace({
        kind: 'level',
        tier: 'sensor',
        samples: [
          [0, 10],
          [1, 30],
        ],
      }),
      clock,
    );
    if (meter.kind !== 'level') throw new Error('a level trace is a level meter');
    const seen: (number | undefined)[] = [];
    for (let step = 0; step < 4; step += 1) {
      seen.push((await meter.read()).powerW.get('package'));
      await clock.sleep(1);
    }
    expect(seen).toEqual([10, 30, 10, 30]);
  });

  it('names the file that is not there or not a trace', async () => {
    const clock = new VirtualClock();
    await expect(openReplay('/nonexistent.json', clock)).rejects.toMatchObject({ code: 'meter-missing' });
    const folder = await mkdtemp(join(tmpdir(), 'joulemark-trace-'));
    folders.push(folder);
    const path = join(folder, 'trace.json');
    await writeFile(path, '<html>');
    await expect(openReplay(path, clock)).rejects.toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining(path) as string,
    });
  });

  it.each([
    [
      'times that do not ascend',
      {
        samples: [
          [1, 0],
          [1, 2],
        ],
      },
    ],
    [
      'a counter that goes back',
      {
        samples: [
          [0, 5],
          [1, 2],
        ],
      },
    ],
    [
      'a sample without a value for each domain',
      {
        samples: [
          [0, 5],
          [1, 6, 7],
        ],
      },
    ],
    ['a summed domain that is not recorded', { summed: ['gpu' as const] }],
    ['one sample', { samples: [[0, 5]] }],
  ])('refuses %s', (_, change) => {
    const parse = () => parseTrace(JSON.stringify(trace(change)), 'x.json');
    expect(parse).toThrow(expect.objectContaining({ code: 'meter-unreadable' }));
  });

  it('never takes arbitrary JSON for a trace', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => parseTrace(text, 'x.json')).toThrow(
          expect.objectContaining({ code: 'meter-unreadable' }),
        );
      }),
    );
  });
});

describe('recording', () => {
  const machine = () => {
    const clock = new VirtualClock();
    return { clock, supply: new PowerSupply(clock, steadyIdle(12)) };
  };

  it('writes a trace that plays the same power, through wraps', async () => {
    const { clock, supply } = machine();
    const options = { updatePeriodS: 0.05, unitJ: 1e-3, rangeCounts: 20_000n, startCounts: 19_000n };
    const recorded = await recordTrace(simulatedCounter(clock, supply, options), 5, clock, never);
    expect(parseTrace(JSON.stringify(recorded), 'x.json')).toEqual(recorded);
    const [lastS, lastJ] = recorded.samples.at(-1) ?? [];
    expect((lastJ ?? NaN) / (lastS ?? NaN)).toBeCloseTo(12, 0);
  });

  it('records levels', async () => {
    const { clock, supply } = machine();
    const recorded = await recordTrace(simulatedLevel(clock, supply, 0.1), 1, clock, never);
    expect(recorded.samples.every(([, watts]) => watts === 12)).toBe(true);
  });
});
