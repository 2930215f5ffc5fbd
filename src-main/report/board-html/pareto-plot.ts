/** Net energy against latency, drawn when the page is made, so that the page needs no code for it. */
import type { BoardEntry } from '#core/leaderboard/rank.ts';
import { trusted, type Html } from './html.ts';
import { frontierOf, pointsOf, rangeOf, scaleOf, type Point } from './pareto.ts';
import { pointText } from './point-text.ts';

/** Below this many there is nothing to see that the table does not show. */
const LEAST_POINTS = 3;
/** The frontier's points have a letter each, and the list beside the plot has the names. */
export const LETTERS = 'ABCDEFGHIJKL';
const LAYOUT = {
  ...{ width: 560, height: 340 },
  ...{ marginLeft: 60, marginRight: 24, marginTop: 34, marginBottom: 50, inset: 14 },
} as const;

export interface Drawing {
  readonly picture: Html;
  /** By ascending latency. */
  readonly frontier: readonly Point[];
  /** Which of the scales are logarithmic, in words. */
  readonly log: readonly string[];
}

/** What is used of an element here: the DOM is no part of this program's language. */
interface Drawn {
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<Drawn>;
  getAttributeNames(): string[];
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
}

/** `label` is what the picture says of itself, in our words. null: too few entries for a picture. */
export async function paretoPlot(entries: readonly BoardEntry[], label: string): Promise<Drawing | null> {
  if (entries.length < LEAST_POINTS) return null;
  // Large, and no other command needs them.
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const points = pointsOf(entries);
  const frontier = frontierOf(points);
  const best = new Set(frontier);
  const latencies = points.map(({ medianMs }) => medianMs);
  const energies = points.map(({ netMj }) => netMj);
  const at = { x: 'medianMs', y: 'netMj' } as const;
  const dots = { ...at, r: 3.5, title: pointText } as const;
  const figure = Plot.plot({
    ...LAYOUT,
    document,
    x: { ...axis(latencies), label: 'median latency, ms' },
    y: { ...axis(energies), label: 'net energy, mJ an inference' },
    marks: [
      Plot.dot(
        points.filter((point) => !point.entry.degraded && !best.has(point)),
        { ...dots, fill: 'var(--dot)', stroke: 'var(--surface)', strokeWidth: 0.5 },
      ),
      Plot.dot(
        points.filter(({ entry }) => entry.degraded),
        { ...dots, fill: 'var(--surface)', stroke: 'var(--bad)', strokeWidth: 1.5 },
      ),
      Plot.line(frontier, { ...at, curve: 'step-after', stroke: 'var(--accent)', strokeWidth: 1.5 }),
      Plot.dot(frontier, { ...dots, r: 5, fill: 'var(--accent)', stroke: 'var(--surface)' }),
      Plot.text(frontier.slice(0, LETTERS.length), {
        ...{ ...at, text: (_point: Point, index: number) => LETTERS[index] ?? '' },
        ...{
          dx: -7,
          dy: 11,
          fontWeight: 700,
          fill: 'var(--accent)',
          stroke: 'var(--surface)',
          strokeWidth: 4,
        },
      }),
    ],
  });
  tidy(figure);
  const log = [
    scaleOf(latencies) === 'log' ? ['latency'] : [],
    scaleOf(energies) === 'log' ? ['energy'] : [],
  ].flat();
  figure.setAttribute('role', 'img');
  figure.setAttribute('aria-label', label);
  return { picture: trusted(figure.outerHTML), frontier, log };
}

/** Few lines and plain numbers: 1,000 is read faster than 1k beside figures that are not shortened. */
function axis(values: readonly number[]) {
  const tickFormat = (tick: number): string => tick.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  const type = scaleOf(values);
  if (type === 'linear') return { type, grid: true, nice: true, ticks: 5, tickFormat };
  const [low, high] = rangeOf(values);
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const steps = to - from > 4 ? [1] : [1, 3];
  const decades = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  const ticks = decades.flatMap((decade) => steps.map((step) => step * decade));
  return { type, grid: true, ticks: ticks.filter((tick) => tick >= low && tick <= high), tickFormat };
}

/** What the page's policy forbids (styles of its own), what it does not need, and digits that nobody sees. */
function tidy(figure: Drawn): void {
  for (const style of figure.querySelectorAll('style')) style.remove();
  for (const text of figure.querySelectorAll('text')) if (text.textContent === '') text.remove();
  for (const element of [figure, ...figure.querySelectorAll('*')]) {
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name) ?? '';
      if (name === 'style' || name === 'aria-hidden') element.removeAttribute(name);
      else element.setAttribute(name, value.replace(/(\.\d\d)\d+/g, '$1'));
    }
  }
  for (const name of ['width', 'height', 'class', 'font-size', 'font-family']) figure.removeAttribute(name);
  figure.setAttribute('class', 'plot');
}
