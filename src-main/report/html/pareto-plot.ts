/** Net energy against latency, drawn when the page is made, so that the page needs no code for it. */
import { axisOf, scaleOf } from '#core/format/axis.ts';
import { paretoMarks } from '#core/format/pareto-marks.ts';
import { makePlain } from '#core/format/plain-svg.ts';
import { frontierOf, type ParetoPoint } from '#core/ranking/frontier.ts';
import { trusted, type Html } from './html.ts';

/** Below this many there is nothing to see that the table does not show. */
const LEAST_POINTS = 3;
const LAYOUT = {
  ...{ width: 560, height: 340 },
  ...{ marginLeft: 60, marginRight: 24, marginTop: 34, marginBottom: 50, inset: 14 },
} as const;

export interface Drawing<P extends ParetoPoint> {
  readonly picture: Html;
  /** By ascending latency. */
  readonly frontier: readonly P[];
  /** Which of the scales are logarithmic, in words. */
  readonly log: readonly string[];
}

export interface PlotWords<P extends ParetoPoint> {
  /** What the picture says of itself, in our words. */
  readonly label: string;
  /** What a point says of itself: plain text, with nothing in it that is not seen. */
  readonly titleOf: (point: P) => string;
}

/** Energies are net. null: too few points for a picture. */
export async function paretoPlot<P extends ParetoPoint>(
  points: readonly P[],
  { label, titleOf }: PlotWords<P>,
): Promise<Drawing<P> | null> {
  if (points.length < LEAST_POINTS) return null;
  // Large, and no other command needs them.
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const frontier = frontierOf(points);
  const best = new Set(frontier);
  const latencies = points.map(({ medianMs }) => medianMs);
  const energies = points.map(({ energyMj }) => energyMj);
  const figure = Plot.plot({
    ...LAYOUT,
    document,
    x: { ...axisOf(latencies), label: 'median latency, ms' },
    y: { ...axisOf(energies), label: 'net energy, mJ an inference' },
    marks: paretoMarks(Plot, {
      others: points.filter((point) => !best.has(point)),
      frontier,
      titleOf,
      dotColour: 'var(--dot)',
    }),
  });
  makePlain(figure);
  const log = [
    scaleOf(latencies) === 'log' ? ['latency'] : [],
    scaleOf(energies) === 'log' ? ['energy'] : [],
  ].flat();
  figure.setAttribute('role', 'img');
  figure.setAttribute('aria-label', label);
  return { picture: trusted(figure.outerHTML), frontier, log };
}
