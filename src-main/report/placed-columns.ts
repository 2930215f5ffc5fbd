/** Where the work ran, as columns: the same for the rows of a run and the entries of a leaderboard. */
import { settingsText } from '#core/format/session.ts';
import { providerText } from '#core/format/provider.ts';
import { ownShareOf } from '#core/placement-judge.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import type { Row } from '#core/record/schema.ts';
import type { CsvCell } from './csv.ts';

/** A row has all of it; a submission when its configuration is spread into it. */
export type Placed = Pick<
  Row,
  | 'provider'
  | 'unit'
  | 'spinning'
  | 'arena'
  | 'ranAs'
  | 'adapter'
  | 'deviceVerified'
  | 'tensorsOn'
  | 'placement'
  | 'placementNodes'
  | 'fallbacks'
>;

/** E.g. `cpu (via webgpu)`, `cpu, no spinning`. */
export function placedText(placed: Placed): string {
  return [providerText(placed), settingsText(placed)].filter((part) => part !== null).join(', ');
}

/** Columns of the CSVs: the record's own names, unrounded. */
export const PLACED_CSV: readonly (readonly [head: string, cell: (placed: Placed) => CsvCell])[] = [
  ['unit', ({ unit }) => unit],
  ['ranAs', ({ ranAs }) => ranAs],
  ['spinning', ({ spinning }) => spinning],
  ['arena', ({ arena }) => arena],
  ['adapterName', ({ adapter }) => adapter?.name ?? null],
  ['adapterKind', ({ adapter }) => adapter?.kind ?? null],
  ['deviceVerified', ({ deviceVerified }) => deviceVerified],
  ['tensorsOn', ({ tensorsOn }) => tensorsOn],
  ['ownShareOfTime', (placed) => ownShareOf(placed.placement, placedAs(placed))],
  ['ownShareOfNodes', (placed) => ownShareOf(placed.placementNodes, placedAs(placed))],
  ['fallbacks', ({ fallbacks }) => fallbacks.map(fallbackText).join('; ')],
];

const placedAs = ({ provider }: Placed): string => PROVIDER_FACTS[provider].placedAs;

/** `Clip on cpu: 18 nodes, 0.03 of the node time`. */
function fallbackText({ operator, provider, nodes, timeRatio }: Row['fallbacks'][number]): string {
  return `${operator} on ${provider}: ${nodes} nodes, ${Number(timeRatio.toPrecision(3))} of the node time`;
}
