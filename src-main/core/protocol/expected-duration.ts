/** How long a run will take, before it starts: bounds that follow from its constants, and no guess. */
import type { ProtocolConstants } from './constants.ts';

export interface ExpectedDuration {
  /** No run in which every configuration works is shorter, s. */
  readonly leastS: number;
  /**
   * The run ends with the window in which this is exceeded, s. Above the time limit only where a single round
   * takes longer: that one is finished in any case, so that every configuration has a figure.
   */
  readonly mostS: number;
  /** Rounds that fit into the time limit at the best, one at least: below `minRounds`, too much was chosen. */
  readonly roundsInTime: number;
}

/**
 * The least is what the protocol prescribes and nothing else: of each configuration two slices of warm-up, of each
 * round its windows and the idle window before it, one more idle window at the end, and the unmeasured running
 * before each. It leaves out what depends on the machine: loading and checking a model, windows that are made longer
 * for a slow model or meter or are repeated, cooling down, rounds beyond the least, and the two idle windows that
 * tell what the app's own window costs.
 *
 * @param configurations how many run
 * @param ratePerS inferences a second of the fixed-rate scenario; null: back to back
 */
export function expectedDuration(
  configurations: number,
  constants: ProtocolConstants,
  ratePerS: number | null,
): ExpectedDuration {
  const c = constants;
  const paceS = ratePerS === null ? 0 : 1 / ratePerS;
  const measureS = c.settleSeconds + Math.max(c.windowSeconds, c.minInferences * paceS);
  const idleS = c.settleSeconds + c.windowSeconds;
  const slices = Math.min(2, Math.max(1, Math.ceil(c.warmUpMaxSeconds / c.warmUpSliceSeconds)));
  const beforeS = configurations * slices * c.warmUpSliceSeconds + idleS;
  const roundS = configurations * measureS + idleS;

  const firstRoundS = beforeS + roundS;
  const allRoundsS = beforeS + c.minRounds * roundS;
  const inTime = Math.floor((c.timeLimitSeconds - beforeS) / roundS);
  const mostS = Math.max(c.timeLimitSeconds, firstRoundS);
  return {
    leastS: Math.min(allRoundsS, mostS),
    mostS,
    roundsInTime: Math.min(c.maxRounds, Math.max(1, inTime)),
  };
}
