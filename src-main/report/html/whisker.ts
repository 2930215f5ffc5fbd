/** 95 % intervals as small bars on one scale. */
import { rangeOf, scaleOf } from '#core/format/axis.ts';
import { markup, type Html } from './html.ts';

const WIDTH = 100;
/** The narrowest bar that is still seen. */
const LEAST = 3;

type Interval = readonly [low: number, high: number];

/** `all`: what the scale is made for. The bars stand for nothing that the text beside them does not say. */
export function whiskers(all: readonly Interval[]): (interval: Interval) => Html {
  const bounds = all.flat();
  const isLog = scaleOf(bounds) === 'log';
  const scaled = (value: number) => (isLog ? Math.log(value) : value);
  const [low, high] = rangeOf(bounds);
  const from = scaled(low);
  const span = scaled(high) - from || 1;
  const place = (value: number) => Number(((WIDTH * (scaled(value) - from)) / span).toFixed(1));
  return (interval) => {
    const [left, right] = [place(interval[0]), place(interval[1])];
    const x = Math.min(left, WIDTH - LEAST);
    const width = Math.max(LEAST, Number((right - left).toFixed(1)));
    return markup`<svg class="w" viewBox="0 0 100 8" aria-hidden="true"><path d="M${x} 4h${width}" /></svg>`;
  };
}
