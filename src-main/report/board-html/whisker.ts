/** A 95 % interval as a small bar, on one scale for a whole board. */
import { rangeOf, scaleOf } from '#core/format/axis.ts';
import type { BoardEntry } from '#core/leaderboard/rank.ts';
import { markup, type Html } from './html.ts';

const WIDTH = 100;
/** The narrowest bar that is still seen. */
const LEAST = 3;

/** The bars stand for nothing that the text beside them does not say. */
export function whiskers(entries: readonly BoardEntry[]): (entry: BoardEntry) => Html {
  const bounds = entries.flatMap(({ submission }) => submission.results.ci95);
  const isLog = scaleOf(bounds) === 'log';
  const scaled = (value: number) => (isLog ? Math.log(value) : value);
  const [low, high] = rangeOf(bounds);
  const from = scaled(low);
  const span = scaled(high) - from || 1;
  const place = (value: number) => Number(((WIDTH * (scaled(value) - from)) / span).toFixed(1));
  return ({ submission }) => {
    const { ci95 } = submission.results;
    const [left, right] = [place(ci95[0]), place(ci95[1])];
    const x = Math.min(left, WIDTH - LEAST);
    const width = Math.max(LEAST, Number((right - left).toFixed(1)));
    return markup`<svg class="w" viewBox="0 0 100 8" aria-hidden="true"><path d="M${x} 4h${width}" /></svg>`;
  };
}
