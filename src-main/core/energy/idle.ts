/** Idle power beside a measurement. */
import type { Window } from '../record/schema.ts';
import { variance } from '../stats/interval.ts';

export interface IdlePoint {
  /** Middle of the idle window, s. */
  readonly atS: number;
  readonly powerW: number;
}

/** One idle window's part in an interpolated idle power; the parts of one moment sum to 1. */
export interface IdlePart {
  readonly index: number;
  readonly share: number;
}

const middleS = ({ startS, durationS }: Window): number => startS + durationS / 2;

/** The idle windows that serve, in order of time: clean ones; where there is none at all, metered ones. */
export function idlePoints(windows: readonly Window[]): IdlePoint[] {
  const metered = windows.filter(
    (window): window is Window & { idlePowerW: number } =>
      window.kind === 'idle' && window.idlePowerW !== null,
  );
  const clean = metered.filter((window) => window.flags.length === 0);
  return (clean.length > 0 ? clean : metered)
    .map((window) => ({ atS: middleS(window), powerW: window.idlePowerW }))
    .sort((a, b) => a.atS - b.atS);
}

/**
 * Which idle windows make the idle power of a moment: linear between the nearest before and after
 * it, all of the nearest one where there is none on one side. Points ascend; empty without points.
 */
export function idleParts(points: readonly IdlePoint[], atS: number): IdlePart[] {
  const after = points.findIndex((point) => point.atS > atS);
  if (points.length === 0) return [];
  if (after === -1) return [{ index: points.length - 1, share: 1 }];
  if (after === 0) return [{ index: 0, share: 1 }];
  const [from, to] = [points[after - 1] as IdlePoint, points[after] as IdlePoint];
  const share = (atS - from.atS) / (to.atS - from.atS);
  return [
    { index: after - 1, share: 1 - share },
    { index: after, share },
  ];
}

/** Idle power in W at the middle of a window; null when no idle window serves. */
export function idlePowerOf(points: readonly IdlePoint[], window: Window): number | null {
  const parts = idleParts(points, middleS(window));
  if (parts.length === 0) return null;
  return parts.reduce((sum, { index, share }) => sum + share * (points[index] as IdlePoint).powerW, 0);
}

/** Parts of the idle windows in one J per inference of a window: share × duration / inferences, s. */
export function idleLoadings(points: readonly IdlePoint[], window: Window): IdlePart[] {
  const secondsEach = window.durationS / window.inferences;
  return idleParts(points, middleS(window)).map(({ index, share }) => ({
    index,
    share: share * secondsEach,
  }));
}

/**
 * Variance in W² of one idle window about the course of the idle power: half the variance of the
 * differences of neighbours, so that a steady drift does not count. 0 for fewer than three windows.
 */
export function idleVariance(points: readonly IdlePoint[]): number {
  const differences = points
    .slice(1)
    .map(({ powerW }, index) => powerW - (points[index] as IdlePoint).powerW);
  return differences.length < 2 ? 0 : variance(differences) / 2;
}
