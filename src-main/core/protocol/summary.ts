/**
 * From the windows of one configuration to its figures. Pure and complete: a verifier that has a
 * row's windows and the record's constants gets the same numbers.
 */
import { idleLoadings, idlePoints, idleVariance } from '../energy/idle.ts';
import type { Window } from '../record/schema.ts';
import { mean, halfWidthRatio, type MeanInterval } from '../stats/interval.ts';
import { roundInterval, type RoundValue } from '../stats/round-mean.ts';
import { usedWindows } from './used-windows.ts';

export interface EnergySummary {
  /** Net J per inference, one value a round, by round: what intervals and comparisons stand on. */
  readonly netByRound: ReadonlyMap<number, RoundValue>;
  /** Variance of one idle window, W². */
  readonly idleVarianceW2: number;
  readonly netJ: number | null;
  readonly grossJ: number | null;
  readonly interval: MeanInterval | null;
  /** True when no two clean windows were left and flagged ones had to serve. */
  readonly fromFlagged: boolean;
  /** True when no idle window was clean and flagged ones had to serve. */
  readonly idleFromFlagged: boolean;
  /** Half-width of the interval over the mean; null without an interval. */
  readonly halfWidthRatio: number | null;
}

/**
 * net = (E − idle power × duration) / inferences and gross = E / inferences of one window a round,
 * the round's last clean one; netJ and grossJ are the means over rounds. Net may be negative and is
 * not clamped: that would bias the mean. Where fewer than two rounds have a clean window, windows
 * that were only disturbed, throttled, unplugged or hot serve, and `fromFlagged` says so.
 */
export function summariseEnergy(windows: readonly Window[], confidenceLevel: number): EnergySummary {
  const { used, fromFlagged } = usedWindows(windows);
  const points = idlePoints(windows);
  const idleVarianceW2 = idleVariance(points);
  const netByRound = new Map<number, RoundValue>();
  for (const window of used) {
    if (window.idlePowerW === null) continue;
    const value = (window.energyJ - window.idlePowerW * window.durationS) / window.inferences;
    netByRound.set(window.round, { value, loadings: idleLoadings(points, window) });
  }
  const rounds = [...netByRound.values()];
  const nets = rounds.map(({ value }) => value);
  const interval = roundInterval(rounds, idleVarianceW2, confidenceLevel);
  return {
    netByRound,
    idleVarianceW2,
    netJ: nets.length > 0 ? mean(nets) : null,
    grossJ: used.length > 0 ? mean(used.map((window) => window.energyJ / window.inferences)) : null,
    interval,
    fromFlagged,
    idleFromFlagged: points.length > 0 && !windows.some(isCleanIdle),
    halfWidthRatio: interval === null ? null : halfWidthRatio(interval),
  };
}

const isCleanIdle = ({ kind, flags, idlePowerW }: Window): boolean =>
  kind === 'idle' && flags.length === 0 && idlePowerW !== null;

/** Inferences per second over all windows that ran to their end; null when nothing ran. */
export function throughputPerS(windows: readonly Window[]): number | null {
  const measured = windows.filter((window) => window.kind === 'measure');
  const inferences = measured.reduce((sum, window) => sum + window.inferences, 0);
  const durationS = measured.reduce((sum, window) => sum + window.durationS, 0);
  return inferences > 0 && durationS > 0 ? inferences / durationS : null;
}

/** Processor seconds of the worker per inference over all measuring windows. */
export function cpuSecondsPerInference(windows: readonly Window[]): number | null {
  const measured = windows.filter((window) => window.kind === 'measure');
  const inferences = measured.reduce((sum, window) => sum + window.inferences, 0);
  const cpuSeconds = measured.reduce((sum, window) => sum + window.cpuSeconds, 0);
  return inferences > 0 ? cpuSeconds / inferences : null;
}
