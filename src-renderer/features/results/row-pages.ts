/** So many rows at a time that a table of ten thousand costs no more to draw than one of two hundred. */
import type { RankGroup } from './ranked-rows.ts';

export const ROWS_A_PAGE = 200;

export interface RowPage<G extends RankGroup> {
  /** From 0; the last one where more were wanted than there are. */
  readonly number: number;
  readonly count: number;
  /** Of the whole. */
  readonly rows: number;
  /** Of this page, from 1. */
  readonly first: number;
  readonly last: number;
  readonly groups: readonly G[];
}

export function pageOf<G extends RankGroup>(
  groups: readonly G[],
  wanted: number,
  size = ROWS_A_PAGE,
): RowPage<G> {
  const rows = groups.reduce((sum, { ranked }) => sum + ranked.length, 0);
  const count = Math.max(1, Math.ceil(rows / size));
  const number = Math.min(Math.max(0, wanted), count - 1);
  const [from, to] = [number * size, Math.min(rows, (number + 1) * size)];
  let before = 0;
  const shown = groups.map((group) => {
    const ranked = group.ranked.slice(Math.max(0, from - before), Math.max(0, to - before));
    before += group.ranked.length;
    return { ...group, ranked };
  });
  return {
    ...{ number, count, rows, first: from + 1, last: to },
    groups: shown.filter(({ ranked }) => ranked.length > 0),
  };
}
