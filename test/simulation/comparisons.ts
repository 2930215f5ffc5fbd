/** How often two configurations are called different, and what interleaving is worth. */
import type { ProtocolConstants } from '#core/protocol/constants.ts';
import { median } from '#core/stats/samples.ts';
import { driftingIdle } from '#test/support/simulation/power-supply.ts';
import type { Behaviour } from '#test/support/simulation/simulated-workload.ts';
import { simulate } from '#test/support/simulation/simulated-run.ts';
import { whiteNoise, seededNormal, sum } from '#test/support/simulation/noise.ts';
import { LOADS, runTrial, type Scenario } from './scenarios.ts';
import { measureSequentially } from './sequential.ts';

/** Share of runs in which two loads get different ranks; the second's energy is `ratio` times the first's. */
export async function separatedShare(
  scenario: Scenario,
  ratio: number,
  runs: number,
  constants: Partial<ProtocolConstants> = {},
): Promise<number> {
  const loads: Record<string, Behaviour> = {
    first: { latencyS: 0.02, powerW: 12 },
    second: { latencyS: 0.02, powerW: 12 * ratio },
  };
  let separated = 0;
  for (let seed = 1; seed <= runs; seed += 1) {
    const { rows } = await runTrial(scenario, seed, loads, constants);
    if (new Set(rows.map(({ rank }) => rank)).size > 1) separated += 1;
  }
  return separated / runs;
}

export interface Interleaving {
  /** Median relative errors under a drift of the idle power. */
  readonly interleaved: number;
  readonly sequential: number;
}

/** Both ways, with the same number of windows, under an idle power that rises by 40 % in a run. */
export async function interleavingUnderDrift(runs: number): Promise<Interleaving> {
  const errors: { interleaved: number[]; sequential: number[] } = { interleaved: [], sequential: [] };
  const rounds = 5;
  for (let seed = 1; seed <= runs; seed += 1) {
    const idle = sum(driftingIdle(5, 0.03), whiteNoise(0.1, seededNormal(seed)));
    const { record } = await simulate({ models: LOADS, idle, seed, constants: { maxRounds: rounds } });
    const oneByOne = await measureSequentially(LOADS, idle, rounds);
    for (const [model, { latencyS, powerW }] of Object.entries(LOADS)) {
      const truthJ = latencyS * powerW;
      const netJ = record.rows.find((row) => row.model === model)?.netJ ?? NaN;
      errors.interleaved.push(Math.abs(netJ / truthJ - 1));
      errors.sequential.push(Math.abs((oneByOne.get(model) ?? NaN) / truthJ - 1));
    }
  }
  return { interleaved: median(errors.interleaved), sequential: median(errors.sequential) };
}
