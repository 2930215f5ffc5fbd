import { describe, expect, it } from 'vitest';
import { fakeSketch } from '#renderer/backend/fake/windows.ts';
import { conditionFacts, configurationFacts } from '#renderer/features/results/details/condition-facts.ts';
import { latencyBins } from '#renderer/features/results/details/latency-bins.ts';
import { logPlace, logTicks, niceTicks } from '#renderer/features/results/details/scale.ts';
import {
  flagsOf,
  picturedText,
  pointText,
  windowPoints,
} from '#renderer/features/results/details/window-points.ts';
import { SKETCH_BASE } from '#core/stats/latency-sketch.ts';
import { sampleRecord, sampleRow, sampleWindow } from '#test/support/sample-record.ts';

describe('the points of a row’s windows', () => {
  const clean = [0, 1, 2].map((round) => sampleWindow({ round, startS: 10 * round, durationS: 1 }));
  const disturbed = sampleWindow({ round: 2, startS: 15, energyJ: 14, durationS: 2, flags: ['disturbed'] });
  const points = windowPoints({ windows: [...clean, disturbed] });

  it('are mean power over the window, at its middle', () => {
    expect(points.measured.at(-1)).toMatchObject({ atS: 16, powerW: 7 });
    expect(points.measured.at(-1)?.perInferenceJ).toBeCloseTo(14 / 100.5);
  });

  it('tell which the figures stand on, and why the others are left out', () => {
    expect(points.measured.map(({ used }) => used)).toEqual([true, true, true, false]);
    expect(flagsOf(points)).toEqual(['disturbed']);
    expect(pointText(points.measured[3]!)).toBe(
      'Round 3, at 16 s: 7.00 W, 139 mJ per inference; disturbed, left out',
    );
  });

  it('count flagged windows where there are no two clean rounds, and say so', () => {
    const { measured } = windowPoints({ windows: [clean[0]!, disturbed] });
    expect(measured.map(({ used }) => used)).toEqual([true, true]);
    expect(pointText(measured[1]!)).toMatch(/disturbed, counts, for want of clean ones$/);
  });

  it('have no power where none was read, never 0', () => {
    const failed = sampleWindow({ energyJ: null, idlePowerW: null, flags: ['meter-failed'] });
    const unread = windowPoints({ windows: [failed] });
    expect(unread.measured[0]).toMatchObject({ powerW: null, perInferenceJ: null, used: false });
    expect(unread.idle).toEqual([]);
    expect(picturedText(unread)).toBe('1 window, of which 0 count; no energy was read; idle power not known');
  });

  it('tell idle power that was measured from what lies between', () => {
    const idle = sampleWindow({ kind: 'idle', startS: 4, durationS: 2, idlePowerW: 3, inferences: 0 });
    expect(windowPoints({ windows: [clean[1]!, idle] }).idle).toEqual([
      { atS: 5, powerW: 3, measured: true },
      { atS: 10.5, powerW: 4, measured: false },
    ]);
  });
});

describe('the histogram of a sketch', () => {
  it('holds every inference once, in at most 40 bars of equal ratio', () => {
    const bins = latencyBins(fakeSketch(12));
    expect(bins.length).toBeLessThanOrEqual(40);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
    expect(bins.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    const ratios = bins.map(({ fromMs, toMs }) => toMs / fromMs);
    for (const ratio of ratios) expect(ratio).toBeCloseTo(ratios[0] ?? NaN);
    bins.slice(1).forEach(({ fromMs }, index) => expect(fromMs).toBeCloseTo(bins[index]!.toMs));
  });

  it('puts a bucket where its values lie: above γ^(b−1), at most γ^b', () => {
    const filled = latencyBins([[100, 5]]).filter(({ count }) => count > 0);
    expect(filled).toHaveLength(1);
    expect(filled[0]?.fromMs).toBeCloseTo(SKETCH_BASE ** 99);
    expect(filled[0]?.toMs).toBeCloseTo(SKETCH_BASE ** 100);
  });

  it('has the empty bars between, and none for an empty sketch', () => {
    const bins = latencyBins([
      [0, 1],
      [1000, 1],
    ]);
    expect(bins.filter(({ count }) => count === 0).length).toBe(bins.length - 2);
    expect(latencyBins([])).toEqual([]);
  });
});

describe('axes', () => {
  it('have even steps that are said in few digits', () => {
    expect(niceTicks(0, 24, 4)).toEqual([0, 10, 20]);
    expect(niceTicks(0, 0.7, 4)).toEqual([0, 0.2, 0.4, 0.6]);
    expect(niceTicks(-3, 12, 3)).toEqual([0, 5, 10]);
    expect(niceTicks(5, 5, 4)).toEqual([5]);
  });

  it('have 1, 2, 5 where the range is wide, and even steps where it is not', () => {
    expect(logTicks(0.9, 60)).toEqual([1, 2, 5, 10, 20, 50]);
    expect(logTicks(105, 207)).toEqual([120, 140, 160, 180, 200]);
  });

  it('place the middle of a ratio in the middle', () => {
    expect(logPlace([1, 100], [0, 200])(10)).toBeCloseTo(100);
  });
});

describe('conditions and configuration', () => {
  it('say what is not known as such', () => {
    const row = sampleRow({ tier: null, domains: [], windows: [], variantSha256: null });
    const facts = new Map(conditionFacts(row, sampleRecord()));
    for (const name of ['Meter', 'Temperature', 'Power source', 'Window length']) {
      expect(facts.get(name)).toBe('–');
    }
    expect(new Map(configurationFacts(row, sampleRecord())).get('File that ran, SHA-256')).toBe('–');
  });

  it('name temperatures, lengths and a changed power source from the windows', () => {
    const windows = [
      sampleWindow({ temperatureC: 49.6, durationS: 1 }),
      sampleWindow({ temperatureC: 61.2, durationS: 3, flags: ['unplugged'] }),
    ];
    const facts = new Map(conditionFacts(sampleRow({ windows }), sampleRecord()));
    expect(facts.get('Temperature')).toBe('50 to 61 °C');
    expect(facts.get('Window length')).toBe('1.0 s to 3.0 s');
    expect(facts.get('Power source')).toBe('changed in 1 of 2 windows');
    expect(facts.get('Method, seed')).toMatch(/^version \d+, seed \d+$/);
  });
});
