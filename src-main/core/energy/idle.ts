/** Idle power beside a measurement. */

export interface IdlePoint {
  /** Middle of the idle window, s. */
  readonly atS: number;
  readonly powerW: number;
}

/**
 * Idle power in W at a moment: linear between the nearest idle windows before and after it, the
 * nearest one's where there is none on one side. Points ascend by time; null when there is none.
 */
export function idlePowerAt(points: readonly IdlePoint[], atS: number): number | null {
  const before = points.findLast((point) => point.atS <= atS);
  const after = points.find((point) => point.atS > atS);
  if (before === undefined || after === undefined) return (before ?? after)?.powerW ?? null;
  const share = (atS - before.atS) / (after.atS - before.atS);
  return before.powerW + share * (after.powerW - before.powerW);
}
