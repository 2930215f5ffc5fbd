/** The axes of our plots: linear or logarithmic, with few lines and plain numbers. */
import { tick as tickFormat } from './number.ts';

/** Smallest and largest, of however many: spread into arguments, a hundred thousand are too many. */
export function rangeOf(values: readonly number[]): [low: number, high: number] {
  return values.reduce(
    ([low, high], value): [number, number] => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** Above this ratio of the largest to the smallest, equal steps would crowd the small ones together. */
const LOG_FROM_RATIO = 20;

/** Logarithmic where the range asks for it; values of 0 and below have no logarithm. */
export function scaleOf(values: readonly number[]): 'linear' | 'log' {
  const [low, high] = rangeOf(values);
  return low > 0 && high / low > LOG_FROM_RATIO ? 'log' : 'linear';
}

/** Options of a scale of Observable Plot. 1,000 is read faster than 1k beside figures that are not shortened. */
export function axisOf(values: readonly number[]) {
  const type = scaleOf(values);
  if (type === 'linear') return { type, grid: true, nice: true, ticks: 5, tickFormat };
  const [low, high] = rangeOf(values);
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  // Plot leaves out the names of some where there are many, and a line without a name says nothing.
  const steps = to - from > 3 ? [1] : [1, 3];
  const decades = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  const ticks = decades.flatMap((decade) => steps.map((step) => step * decade));
  return { type, grid: true, ticks: ticks.filter((tick) => tick >= low && tick <= high), tickFormat };
}
