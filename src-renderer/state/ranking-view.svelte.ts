/** How the ranking is looked at: kept while the page changes, for every ranking alike. */
import { SvelteSet } from 'svelte/reactivity';

/** What is drawn, and what rows are in order of. Ranks are of net energy in any case. */
export type EnergyKind = 'net' | 'gross';

export type SortKey = 'rank' | 'model' | 'precision' | 'provider' | 'energy' | 'median' | 'p99';
export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Columns that can be left out. */
export const OPTIONAL_COLUMNS = {
  interval: '95 % interval',
  other: 'The other energy',
  median: 'Median latency',
  p99: 'p99 latency',
  tier: 'Tier',
} as const;
export type OptionalColumn = keyof typeof OPTIONAL_COLUMNS;

export const FACETS = ['model', 'precision', 'provider', 'verdict'] as const;
export type Facet = (typeof FACETS)[number];

const FRUGAL_FIRST: Sorting = { key: 'rank', descending: false };

export class RankingView {
  energy = $state<EnergyKind>('net');
  perModel = $state(false);
  search = $state('');
  sorting = $state.raw<Sorting>(FRUGAL_FIRST);
  readonly hiddenColumns = new SvelteSet<OptionalColumn>();
  /** By facet: values that are left out. */
  readonly leftOut: Readonly<Record<Facet, SvelteSet<string>>> = {
    model: new SvelteSet(),
    precision: new SvelteSet(),
    provider: new SvelteSet(),
    verdict: new SvelteSet(),
  };

  readonly isFiltered = $derived.by(
    () => this.search.trim() !== '' || FACETS.some((facet) => this.leftOut[facet].size > 0),
  );

  /** The same column again turns the order round, and a third time goes back to the ranking's own. */
  sortBy(key: SortKey): void {
    const { key: former, descending } = this.sorting;
    if (former !== key) this.sorting = { key, descending: false };
    else this.sorting = descending ? FRUGAL_FIRST : { key, descending: true };
  }

  toggleColumn(column: OptionalColumn): void {
    if (!this.hiddenColumns.delete(column)) this.hiddenColumns.add(column);
  }

  toggle(facet: Facet, value: string): void {
    if (!this.leftOut[facet].delete(value)) this.leftOut[facet].add(value);
  }

  showAll(): void {
    this.search = '';
    for (const facet of FACETS) this.leftOut[facet].clear();
  }
}
