/** The lines of a ranking, one after the other: titles of groups and rows. */
import { configurationKey } from '#core/configuration.ts';
import type { EnergyScale, ScaledGroup } from './energy-scale.ts';
import type { RankedRow } from './ranked-rows.ts';

export type TableLine = { readonly key: string; /** From 1, below the head. */ readonly place: number } & (
  | { readonly kind: 'title'; readonly title: string }
  | ({ readonly kind: 'row'; readonly scale: EnergyScale } & RankedRow)
);

/** A group on its own needs no title. */
export function tableLines(groups: readonly ScaledGroup[]): TableLine[] {
  const lines: TableLine[] = [];
  for (const { title, ranked, scale } of groups) {
    const next = (): number => lines.length + 2;
    if (groups.length > 1) lines.push({ kind: 'title', key: `title ${title}`, place: next(), title });
    for (const each of ranked) {
      lines.push({
        kind: 'row',
        key: `${title} ${configurationKey(each.row)}`,
        place: next(),
        scale,
        ...each,
      });
    }
  }
  return lines;
}
