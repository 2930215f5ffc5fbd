/** The rows of a run as points of its plot. */
import { isDegraded } from '#core/fidelity.ts';
import { millijouleInterval, millijoules, milliseconds } from '#core/format/figures.ts';
import type { ParetoPoint } from '#core/ranking/frontier.ts';
import { rankGroup } from '#core/ranking/group.ts';
import type { Row } from '#core/record/schema.ts';
import { inert } from '../html/html.ts';
import { placedText } from '../placed-columns.ts';

/** Its energy is net. */
export interface RowPoint extends ParetoPoint {
  readonly row: Row;
}

/** Those of one model whose energies may be compared. */
export interface PointGroup {
  readonly model: string;
  readonly points: readonly RowPoint[];
}

/** In the order of the rows. Rows without a net energy, a latency or a tier are in none. */
export function pointGroups(rows: readonly Row[]): PointGroup[] {
  const groups = new Map<string, { model: string; points: RowPoint[] }>();
  for (const row of rows) {
    const { netJ, latencyMs, tier, model } = row;
    if (netJ === null || latencyMs === null || tier === null) continue;
    const key = `${model}\n${rankGroup(row)}`;
    const group = groups.get(key) ?? { model, points: [] };
    group.points.push({
      row,
      medianMs: latencyMs.median,
      energyMj: netJ * 1000,
      degraded: isDegraded(row),
    });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** `int8-static, cuda, 4 threads`. */
export function configurationText(row: Row): string {
  const threads = row.threads === 1 ? '1 thread' : `${row.threads} threads`;
  return `${row.precision}, ${placedText(row)}, ${threads}`;
}

/** One line of plain text, for a title. */
export function pointText({ row, degraded }: RowPoint): string {
  const name = `\u2068${inert(configurationText(row))}\u2069`;
  const energy = `${millijoules(row.netJ)} mJ net (${millijouleInterval(row.ci95)} mJ)`;
  return `${name}: ${energy}, ${milliseconds(row.latencyMs?.median ?? null)} ms${degraded ? ', degraded' : ''}`;
}
