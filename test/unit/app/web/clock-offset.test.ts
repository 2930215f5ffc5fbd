import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOffsetS, type RoundTrip } from '#app/web/clock-offset.ts';

const delayS = fc.double({ min: 1e-5, max: 0.05, noNaN: true });

describe('clockOffsetS', () => {
  it('is wrong by half of the shortest round trip at most', () => {
    const trips = fc.array(fc.record({ there: delayS, back: delayS }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(trips, fc.double({ min: -1e5, max: 1e5, noNaN: true }), (delays, offsetS) => {
        const roundTrips = delays.map(({ there, back }, index): RoundTrip => {
          const sentS = 1000 + index;
          return { sentS, pageS: sentS + there - offsetS, receivedS: sentS + there + back };
        });
        const shortestS = Math.min(...delays.map(({ there, back }) => there + back));
        expect(Math.abs(clockOffsetS(roundTrips) - offsetS)).toBeLessThanOrEqual(shortestS / 2 + 1e-9);
      }),
    );
  });
});
