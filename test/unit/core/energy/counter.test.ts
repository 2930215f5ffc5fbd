import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterEnergyJ } from '#core/energy/counter.ts';
import type { CounterChannel } from '#core/ports.ts';

const channel = (rangeCounts: bigint | null): CounterChannel => ({
  id: 'package-0',
  domain: 'package',
  unitJ: 1e-6,
  rangeCounts,
});
const RANGE = 262_143_328_851n;

describe('counterEnergyJ', () => {
  it('is the counter difference in joules', () => {
    expect(counterEnergyJ(channel(RANGE), 4_000_000n, 34_000_000n, 1, 500)).toBeCloseTo(30, 9);
  });

  it('adds the range back once when the counter restarts inside the window', () => {
    expect(counterEnergyJ(channel(RANGE), RANGE - 10_000_000n, 20_000_000n, 1, 500)).toBeCloseTo(30, 9);
  });

  it('refuses a window long enough for two restarts, rather than guess', () => {
    const hour = () => counterEnergyJ(channel(RANGE), 0n, 1n, 3600, 500);
    expect(hour).toThrow(expect.objectContaining({ code: 'counter-ambiguous' }));
  });

  it('takes a counter that went back without a range for a reset', () => {
    const reset = () => counterEnergyJ(channel(null), 5_000_000n, 4n, 1, 500);
    expect(reset).toThrow(expect.objectContaining({ code: 'counter-went-back' }));
  });

  it('takes a restart that would need more power than there can be for a reset', () => {
    const reset = () => counterEnergyJ(channel(RANGE), 100_000_000_000n, 4n, 1, 500);
    expect(reset).toThrow(expect.objectContaining({ code: 'counter-went-back' }));
  });

  it('takes a count beyond the range for nonsense', () => {
    const beyond = () => counterEnergyJ(channel(10n ** 9n), 10n ** 9n + 5n, 4n, 1, 500);
    expect(beyond).toThrow(expect.objectContaining({ code: 'counter-went-back' }));
  });

  it('finds every energy that a window can hold, wherever the register stands', () => {
    const start = fc.bigInt({ min: 0n, max: RANGE - 1n });
    const counts = fc.bigInt({ min: 0n, max: 500_000_000n });
    fc.assert(
      fc.property(start, counts, (from, used) => {
        const energyJ = counterEnergyJ(channel(RANGE), from, (from + used) % RANGE, 1, 500);
        return Math.abs(energyJ - Number(used) * 1e-6) < 1e-9;
      }),
    );
  });
});
