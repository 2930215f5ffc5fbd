/** Of the groups of a ranking the rows that are shown, in the order that is asked for. */
import { providerText } from '#core/format/provider.ts';
import type { Row } from '#core/record/schema.ts';
import type { EnergyKind, Facet, Sorting, SortKey } from '../../state/ranking-view.svelte.ts';
import type { RankedRow, RankGroup } from './ranked-rows.ts';

/** As much of the view as decides what is shown. */
export interface Looking {
  readonly energy: EnergyKind;
  readonly perModel: boolean;
  readonly search: string;
  readonly sorting: Sorting;
  readonly leftOut: Readonly<Record<Facet, ReadonlySet<string>>>;
}

type TitleOf = (model: string) => string;

/** What a row is filtered by. */
export function facetOf(row: Row, facet: Facet): string {
  return facet === 'provider' ? providerText(row) : row[facet];
}

/** Groups without a row are left out. In each, what has nothing to be sorted by comes last. */
export function shownGroups(groups: readonly RankGroup[], looking: Looking, titleOf: TitleOf): RankGroup[] {
  return (looking.perModel ? groups.flatMap((group) => byModel(group, titleOf)) : groups)
    .map(({ title, ranked }) => ({
      title,
      ranked: sorted(
        ranked.filter(({ row }) => isShown(row, looking, titleOf)),
        looking,
        titleOf,
      ),
    }))
    .filter(({ ranked }) => ranked.length > 0);
}

function byModel({ title, ranked }: RankGroup, titleOf: TitleOf): RankGroup[] {
  const models = [...new Set(ranked.map(({ row }) => row.model))];
  return models.map((model) => ({
    title: `${titleOf(model)}. ${title}`,
    ranked: ranked.filter(({ row }) => row.model === model),
  }));
}

function isShown(row: Row, { search, leftOut }: Looking, titleOf: TitleOf): boolean {
  const isLeftOut = (Object.keys(leftOut) as Facet[]).some((facet) =>
    leftOut[facet].has(facetOf(row, facet)),
  );
  if (isLeftOut) return false;
  const text = [titleOf(row.model), row.model, row.precision, providerText(row)].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** By energy where nothing else is asked for: gross energy has no ranks of its own. */
function sorted(ranked: readonly RankedRow[], { sorting, energy }: Looking, titleOf: TitleOf): RankedRow[] {
  const { key, descending } = sorting;
  if (key === 'rank' && energy === 'net') return descending ? ranked.toReversed() : [...ranked];
  const valueOf = VALUES[key === 'rank' ? 'energy' : key];
  const sign = descending ? -1 : 1;
  return ranked.toSorted((a, b) => {
    const [left, right] = [valueOf(a.row, energy, titleOf), valueOf(b.row, energy, titleOf)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (typeof left === 'string' ? left.localeCompare(String(right)) : left - Number(right));
  });
}

type Value = (row: Row, energy: EnergyKind, titleOf: TitleOf) => string | number | null;

const VALUES: Record<Exclude<SortKey, 'rank'>, Value> = {
  model: ({ model }, _energy, titleOf) => titleOf(model),
  precision: ({ precision }) => precision,
  provider: (row) => providerText(row),
  energy: (row, energy) => energyOf(row, energy),
  median: ({ latencyMs }) => latencyMs?.median ?? null,
  p99: ({ latencyMs }) => latencyMs?.p99 ?? null,
};

/** J per inference; null: not known. */
export const energyOf = ({ netJ, grossJ }: Row, energy: EnergyKind): number | null =>
  energy === 'net' ? netJ : grossJ;
