import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openEstimate } from '#meters/estimate.ts';
import { designPower } from '#meters/tdp-table.ts';

describe('designPower', () => {
  it('knows a processor by its name as the system writes it', () => {
    expect(designPower('Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz')).toEqual({ tdpW: 15, logicalCpus: 8 });
    expect(designPower('AMD EPYC 7763 64-Core Processor')).toEqual({ tdpW: 280, logicalCpus: 128 });
  });

  it('does not guess a name that it does not know', () => {
    expect(designPower('Intel(R) Xeon(R) Processor')).toBeNull();
    expect(designPower(null)).toBeNull();
  });
});

describe('the estimate', () => {
  it('follows the load curve at its corners', () => {
    const { powerW } = openEstimate({ cpuModel: 'Intel(R) Core(TM) i7-8550U', logicalCpus: 8 });
    expect(powerW(0)).toBeCloseTo(1.8, 9);
    expect(powerW(4)).toBeCloseTo(11.25, 9);
    expect(powerW(8)).toBeCloseTo(15.3, 9);
  });

  it('takes only the share of a large processor that a virtual machine sees', () => {
    const { powerW } = openEstimate({ cpuModel: 'AMD EPYC 7763', logicalCpus: 8 });
    expect(powerW(8)).toBeCloseTo((280 / 128) * 8 * 1.02, 9);
  });

  it('rises with the load and stays within idle and full power', () => {
    for (const cpuModel of ['AMD EPYC 7763', null]) {
      const { powerW } = openEstimate({ cpuModel, logicalCpus: 4 });
      const busy = fc.double({ min: -1, max: 9, noNaN: true });
      fc.assert(
        fc.property(busy, busy, (a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          return powerW(0) <= powerW(low) && powerW(low) <= powerW(high) && powerW(high) <= powerW(4);
        }),
      );
    }
  });
});
