/**
 * From the windows of one configuration to its figures. Pure and complete: a verifier that has a
 * row's windows and the record's constants gets the same numbers.
 */
import type { Window } from '../record/schema.ts';
import { mean, meanInterval, halfWidthRatio, type MeanInterval } from '../stats/interval.ts';

export interface EnergySummary {
  /** Net J per inference, one value a round, by round: what intervals and comparisons stand on. */
  readonly netByRound: ReadonlyMap<number, number>;
  readonly netJ: number | null;
  readonly grossJ: number | null;
  readonly interval: MeanInterval | null;
  /** True when no two clean windows were left and flagged ones had to serve. */
  readonly fromFlagged: boolean;
  /** Half-width of the interval over the mean; null without an interval. */
  readonly halfWidthRatio: number | null;
}

type Metered = Window & { energyJ: number };

/**
 * net = (E − idle power × duration) / inferences and gross = E / inferences of one window a round,
 * the round's last clean one; netJ and grossJ are the means over rounds. Net may be negative and is
 * not clamped: that would bias the mean. Where fewer than two rounds have a clean window, windows
 * that were only disturbed, throttled, unplugged or hot serve, and `fromFlagged` says so.
 */
export function summariseEnergy(windows: readonly Window[], confidenceLevel: number): EnergySummary {
  const metered = windows.filter(
    (window): window is Metered =>
      window.kind === 'measure' && window.energyJ !== null && window.inferences > 0,
  );
  const clean = lastByRound(metered.filter((window) => window.flags.length === 0));
  const fromFlagged = clean.length < 2 && metered.length > clean.length;
  const used = fromFlagged ? lastByRound(metered) : clean;

  const netByRound = new Map<number, number>();
  for (const window of used) {
    if (window.idlePowerW === null) continue;
    netByRound.set(window.round, (window.energyJ - window.idlePowerW * window.durationS) / window.inferences);
  }
  const nets = [...netByRound.values()];
  const interval = meanInterval(nets, confidenceLevel);
  return {
    netByRound,
    netJ: nets.length > 0 ? mean(nets) : null,
    grossJ: used.length > 0 ? mean(used.map((window) => window.energyJ / window.inferences)) : null,
    interval,
    fromFlagged,
    halfWidthRatio: interval === null ? null : halfWidthRatio(interval),
  };
}

function lastByRound(windows: readonly Metered[]): Metered[] {
  return [...new Map(windows.map((window) => [window.round, window])).values()];
}

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
