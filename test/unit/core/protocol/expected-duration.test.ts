import { describe, expect, it } from 'vitest';
import { LENGTHS, QUICK, STANDARD, type ProtocolConstants } from '#core/protocol/constants.ts';
import { expectedDuration } from '#core/protocol/expected-duration.ts';
import { simulate } from '#test/support/simulation/simulated-run.ts';

/** Seconds of a whole run of the real engine in virtual time. */
async function simulatedS(
  configurations: number,
  constants: ProtocolConstants,
  powerFactor: () => number = () => 1,
): Promise<number> {
  let [firstS, lastS] = [Number.NaN, Number.NaN];
  const load = { latencyS: 0.01, powerW: 20, powerFactor };
  const models = Object.fromEntries(Array.from({ length: configurations }, (_, i) => [`model-${i}`, load]));
  await simulate({
    models,
    constants,
    onEvent: ({ kind }, { clock }) => {
      if (kind === 'started') firstS = clock.nowS();
      if (kind === 'finished') lastS = clock.nowS();
    },
  });
  return lastS - firstS;
}

describe('the expected duration', () => {
  it.each(Object.entries(LENGTHS))(
    'is no longer than the shortest run of the engine: %s',
    async (_, constants) => {
      for (const configurations of [1, 4, 12]) {
        const { leastS, mostS } = expectedDuration(configurations, constants, null);
        const tookS = await simulatedS(configurations, constants);
        expect(tookS).toBeGreaterThanOrEqual(leastS);
        // And not much shorter: a machine that is steady and loads at once does little else.
        expect(tookS).toBeLessThan(leastS * 1.1);
        expect(tookS).toBeLessThanOrEqual(mostS);
      }
    },
  );

  it('is not exceeded by more than a window and the idle one after it where nothing converges', async () => {
    let turn = 0;
    const wild = () => 0.5 + ((turn += 1) % 7) / 6;
    const { mostS } = expectedDuration(4, { ...STANDARD, maxRounds: 1000 }, null);
    const tookS = await simulatedS(4, { ...STANDARD, maxRounds: 1000 }, wild);
    expect(tookS).toBeGreaterThan(mostS);
    expect(tookS).toBeLessThan(mostS + 2 * (STANDARD.windowSeconds + STANDARD.settleSeconds) + 0.1);
  });

  it('is the time limit where that ends the run before its rounds are done, and says how many fit', async () => {
    const { leastS, mostS, roundsInTime } = expectedDuration(70, QUICK, null);
    expect([leastS, mostS, roundsInTime]).toEqual([240, 240, 1]);
    const tookS = await simulatedS(70, QUICK);
    expect(tookS).toBeGreaterThanOrEqual(leastS);
    expect(tookS).toBeLessThan(mostS + 3);
  });

  it('is above the time limit where one round takes longer', async () => {
    const { leastS, mostS } = expectedDuration(150, QUICK, null);
    expect(leastS).toBeGreaterThan(QUICK.timeLimitSeconds);
    expect(mostS).toBe(leastS);
    expect(await simulatedS(150, QUICK)).toBeGreaterThanOrEqual(leastS);
  });

  it('makes room for enough inferences at a fixed rate', () => {
    const { leastS } = expectedDuration(1, QUICK, 0.2);
    expect(leastS).toBeGreaterThan(3 * 50);
    expect(expectedDuration(1, QUICK, 1000)).toEqual(expectedDuration(1, QUICK, null));
  });

  it('grows with what is chosen', () => {
    expect(expectedDuration(16, STANDARD, null).leastS).toBeGreaterThan(
      expectedDuration(4, STANDARD, null).leastS,
    );
    expect(expectedDuration(0, STANDARD, null).leastS).toBeGreaterThan(0);
  });
});
