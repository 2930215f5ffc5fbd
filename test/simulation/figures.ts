/** What many runs of one scenario show: coverage, error, rounds. */
import type { ProtocolConstants } from '#core/protocol/constants.ts';
import { median } from '#core/stats/samples.ts';
import { runTrial, type Scenario } from './scenarios.ts';

export interface Figures {
  readonly runs: number;
  /** Share of rows whose 95 % interval holds the truth. */
  readonly coverage: number;
  /** Median of |net − truth| / truth. */
  readonly medianError: number;
  /** Rounds that a run took, mean. */
  readonly rounds: number;
}

export async function figuresOf(
  scenario: Scenario,
  runs: number,
  constants: Partial<ProtocolConstants> = {},
): Promise<Figures> {
  let covered = 0;
  let rounds = 0;
  const errors: number[] = [];
  for (let seed = 1; seed <= runs; seed += 1) {
    const { rows, truthJ } = await runTrial(scenario, seed, undefined, constants);
    for (const row of rows) {
      const truth = truthJ(row.model);
      const [low, high] = row.ci95 ?? [NaN, NaN];
      if (low <= truth && truth <= high) covered += 1;
      errors.push(row.netJ === null ? Infinity : Math.abs(row.netJ / truth - 1));
      rounds += new Set(row.windows.filter(({ kind }) => kind === 'measure').map(({ round }) => round)).size;
    }
  }
  const finite = errors.filter(Number.isFinite);
  return {
    runs,
    coverage: covered / errors.length,
    medianError: median(finite),
    rounds: rounds / errors.length,
  };
}
