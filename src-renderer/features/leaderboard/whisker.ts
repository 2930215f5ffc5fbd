/** A 95 % interval on the scale of its board, in per cent of the width. */

export interface Scale {
  readonly lowJ: number;
  readonly highJ: number;
}

/** Those far behind on a long board must not press the first ones into a line: what lies above is cut at the edge. */
const FIRST = 20;

/** From zero, or from the lowest figure where noise made one negative, to the highest of the first entries. */
export function scaleOf(
  entries: readonly { readonly netJ: number; readonly ci95: readonly [number, number] }[],
): Scale {
  const lowJ = entries.reduce((low, { ci95 }) => Math.min(low, ci95[0]), 0);
  const highJ = entries.slice(0, FIRST).reduce((high, { ci95 }) => Math.max(high, ci95[1]), 0);
  return { lowJ, highJ };
}

export interface Whisker {
  readonly leftPercent: number;
  readonly widthPercent: number;
  readonly dotPercent: number;
  /** Even the figure itself lies beyond the edge. */
  readonly isBeyond: boolean;
}

export function whiskerOf(netJ: number, [lowJ, highJ]: readonly [number, number], scale: Scale): Whisker {
  const span = scale.highJ - scale.lowJ;
  const percent = (valueJ: number): number =>
    span <= 0 ? 0 : Math.min(100, Math.max(0, (100 * (valueJ - scale.lowJ)) / span));
  const leftPercent = percent(lowJ);
  return {
    leftPercent,
    widthPercent: percent(highJ) - leftPercent,
    dotPercent: percent(netJ),
    isBeyond: netJ > scale.highJ,
  };
}
