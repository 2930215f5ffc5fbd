/**
 * The protocol against machines whose truth is known. Seeds are fixed; a share of n runs × 3 rows has
 * a standard error of √(p(1−p)/3n), about 0.7 % at the coverage of 300 runs: the bounds are the
 * protocol's promises, not fitted to the result.
 */
import { describe, expect, it } from 'vitest';
import { THOROUGH } from '#core/protocol/constants.ts';
import { interleavingUnderDrift, separatedShare } from './comparisons.ts';
import { figuresOf } from './figures.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

const RUNS = 300;
const scenario = (name: string): Scenario => {
  const found = SCENARIOS.find((candidate) => candidate.name.startsWith(name));
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
};

describe('the 95 % interval of net J per inference', () => {
  it.each(['white noise', 'drift'])('covers the truth in 93 to 97 of 100 runs: %s', async (name) => {
    const { coverage } = await figuresOf(scenario(name), RUNS);
    expect(coverage).toBeGreaterThanOrEqual(0.93);
    expect(coverage).toBeLessThanOrEqual(0.97);
  });

  it.each(SCENARIOS.map(({ name }) => name))('covers it in at least 90 of 100 runs: %s', async (name) => {
    expect((await figuresOf(scenario(name), 150)).coverage).toBeGreaterThanOrEqual(0.9);
  });
});

describe('the median error', () => {
  it('is below 0.5 % with a counter of 1 ms', async () => {
    expect((await figuresOf(scenario('white noise'), RUNS)).medianError).toBeLessThan(0.005);
  });

  it('is below 2 % with a counter of 100 ms', async () => {
    expect((await figuresOf(scenario('counter of 100 ms'), RUNS)).medianError).toBeLessThan(0.02);
  });
});

describe('ranking', () => {
  it.each(['white noise', 'drift', '1/f'])(
    'tells equal ones apart in at most 5 of 100 runs: %s',
    async (name) => {
      expect(await separatedShare(scenario(name), 1, RUNS)).toBeLessThanOrEqual(0.05);
    },
  );

  it.each(['white noise', 'drift', '1/f'])(
    'tells them apart no more often in a thorough run, which looks at more rounds: %s',
    async (name) => {
      expect(await separatedShare(scenario(name), 1, RUNS, THOROUGH)).toBeLessThanOrEqual(0.05);
    },
  );

  it('separates two that differ by 3 % in at least 90 % of thorough runs', async () => {
    expect(await separatedShare(scenario('white noise'), 1.03, RUNS, THOROUGH)).toBeGreaterThanOrEqual(0.9);
  });

  it('separates two that differ by 10 % in at least 90 %', async () => {
    expect(await separatedShare(scenario('white noise'), 1.1, RUNS)).toBeGreaterThanOrEqual(0.9);
  });
});

describe('interleaving', () => {
  it('has at most a fifth of the error of measuring one after another under drift', async () => {
    const { interleaved, sequential } = await interleavingUnderDrift(100);
    expect(sequential / interleaved).toBeGreaterThanOrEqual(5);
  });
});
