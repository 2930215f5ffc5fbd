/** The shares of a placement, for a small table. */
import { percent } from '#core/format/number.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import type { Row } from '#core/record/schema.ts';

export interface Share {
  /** As in the placement, e.g. `webgpu`. */
  readonly provider: string;
  /** Whether it is the one that was asked for. */
  readonly own: boolean;
  /** null: not counted. */
  readonly timeRatio: number | null;
  readonly nodeRatio: number | null;
}

type Placed = Pick<Row, 'provider' | 'placement' | 'placementNodes'>;

/** Most time first; empty: it never loaded. */
export function placementShares({ provider, placement, placementNodes }: Placed): Share[] {
  const { placedAs } = PROVIDER_FACTS[provider];
  return [...new Set([...Object.keys(placement), ...Object.keys(placementNodes)])]
    .map((name) => ({
      provider: name,
      own: name === placedAs,
      timeRatio: placement[name] ?? null,
      nodeRatio: placementNodes[name] ?? null,
    }))
    .toSorted((a, b) => (b.timeRatio ?? 0) - (a.timeRatio ?? 0));
}

/** A share in percent; what is little is not nothing, and almost all is not all. */
export function shareText(ratio: number): string {
  if (ratio > 0 && ratio < 0.0005) return `< ${percent(0.001)}`;
  if (ratio < 1 && ratio >= 0.9995) return `> ${percent(0.999)}`;
  return percent(ratio);
}
