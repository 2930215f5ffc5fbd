/** Where the energies of a group lie on one scale from 0 to 100, for a bar or a dot with its whisker. */
import { rangeOf } from '#core/format/axis.ts';
import type { Row } from '#core/record/schema.ts';
import type { EnergyKind } from '../../state/ranking-view.svelte.ts';
import type { RankGroup } from './ranked-rows.ts';
import { energyOf } from './shown-rows.ts';

/** From this ratio on, bars of the small ones would not be seen: dots on a logarithmic scale take their place. */
const LOG_FROM_RATIO = 50;

export interface EnergyMark {
  /** Where the bar begins: at zero. null: the scale has none, and a dot stands for the energy. */
  readonly from: number | null;
  readonly at: number;
  /** Ends of the 95 % interval; null: there is none. */
  readonly whisker: readonly [low: number, high: number] | null;
}

export interface EnergyScale {
  readonly kind: 'bars' | 'dots';
  /** null: the row has no energy. */
  markOf(row: Row): EnergyMark | null;
}

/** A group with the scale of all its rows, whichever of them are shown at a time. */
export interface ScaledGroup extends RankGroup {
  readonly scale: EnergyScale;
}

export const scaledGroup = (group: RankGroup, energy: EnergyKind): ScaledGroup => ({
  ...group,
  scale: energyScale(
    group.ranked.map(({ row }) => row),
    energy,
  ),
});

/** Only net energy has an interval. Net energy may lie below zero, and then its bar goes to the left of it. */
export function energyScale(rows: readonly Row[], energy: EnergyKind): EnergyScale {
  const intervalOf = (row: Row) => (energy === 'net' ? row.ci95 : null);
  const values = rows.flatMap((row) => [energyOf(row, energy) ?? [], intervalOf(row) ?? []].flat());
  const [low, high] = rangeOf(values);
  const isLog = low > 0 && high / low >= LOG_FROM_RATIO;
  const scaled = (value: number): number => (isLog ? Math.log(value) : value);
  const start = isLog ? scaled(low) : Math.min(0, low);
  const span = scaled(isLog ? high : Math.max(0, high)) - start || 1;
  const place = (value: number): number => Number(((100 * (scaled(value) - start)) / span).toFixed(2));
  return {
    kind: isLog ? 'dots' : 'bars',
    markOf: (row) => {
      const value = energyOf(row, energy);
      if (value === null) return null;
      const interval = intervalOf(row);
      return {
        from: isLog ? null : place(0),
        at: place(value),
        whisker: interval === null ? null : [place(interval[0]), place(interval[1])],
      };
    },
  };
}
