/** Energy against latency: the points, and how they are drawn. */
import { dot, line, text, type PlotOptions } from '@observablehq/plot';
import { isDegraded } from '#core/fidelity.ts';
import { axisOf } from '#core/format/axis.ts';
import { paretoMarks } from '#core/format/pareto-marks.ts';
import { millijoules, milliseconds } from '#core/format/figures.ts';
import { providerText } from '#core/format/provider.ts';
import { frontierOf, type ParetoPoint } from '#core/ranking/frontier.ts';
import type { Row } from '#core/record/schema.ts';
import type { EnergyKind } from '../../state/ranking-view.svelte.ts';
import { energyOf } from './shown-rows.ts';

export interface RowPoint extends ParetoPoint {
  readonly row: Row;
  /** `Silero VAD, int8-dynamic, cpu`. */
  readonly name: string;
}

/** What has no energy or no latency is no point. */
export function rowPoints(
  rows: readonly Row[],
  energy: EnergyKind,
  titleOf: (model: string) => string,
): RowPoint[] {
  return rows.flatMap((row) => {
    const energyJ = energyOf(row, energy);
    if (energyJ === null || row.latencyMs === null) return [];
    const name = [titleOf(row.model), row.precision, providerText(row)].join(', ');
    return [
      { row, name, medianMs: row.latencyMs.median, energyMj: energyJ * 1000, degraded: isDegraded(row) },
    ];
  });
}

export const pointText = ({ name, medianMs, energyMj, degraded }: RowPoint): string =>
  `${name}: ${millijoules(energyMj / 1000)} mJ, ${milliseconds(medianMs)} ms${degraded ? ', degraded' : ''}`;

/** Beyond this many, points lie on one another: those of the frontier, and as many others as this. */
const MOST_POINTS = 500;

export interface ParetoDrawing {
  readonly options: PlotOptions;
  /** By ascending latency. */
  readonly frontier: readonly RowPoint[];
  /** How many points are not drawn. */
  readonly thinned: number;
}

export function paretoDrawing(points: readonly RowPoint[], energy: EnergyKind): ParetoDrawing {
  const frontier = frontierOf(points);
  const best = new Set(frontier);
  const others = points.filter((point) => !best.has(point));
  const step = Math.max(1, Math.ceil(others.length / MOST_POINTS));
  const drawn = others.filter((_, index) => index % step === 0);
  return {
    frontier,
    thinned: others.length - drawn.length,
    options: {
      ...{
        width: 620,
        height: 320,
        marginLeft: 60,
        marginRight: 24,
        marginTop: 30,
        marginBottom: 44,
        inset: 14,
      },
      x: { ...axisOf(points.map(({ medianMs }) => medianMs)), label: 'median latency, ms' },
      y: { ...axisOf(points.map(({ energyMj }) => energyMj)), label: `${energy} energy, mJ an inference` },
      marks: paretoMarks(
        { dot, line, text },
        { others: drawn, frontier, titleOf: pointText, dotColour: 'var(--line-strong)' },
      ),
    },
  };
}
