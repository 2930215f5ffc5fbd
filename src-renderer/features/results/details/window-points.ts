/** The windows of a row as points over time: power while it measured, and what the machine drew idle beneath. */
import { usedWindows } from '#core/protocol/used-windows.ts';
import { counted } from '#core/format/counted.ts';
import { millijoules, watts } from '#core/format/figures.ts';
import { whole } from '#core/format/number.ts';
import type { Row, Window, WindowFlag } from '#core/record/schema.ts';

export interface MeasurePoint {
  readonly window: Window;
  /** Middle of the window, from the run's start. */
  readonly atS: number;
  /** Gross, mean over the window; null: its energy could not be read. */
  readonly powerW: number | null;
  /** Gross, per inference; null: as above, or nothing ran in it. */
  readonly perInferenceJ: number | null;
  /** The figures of the row stand on it. */
  readonly used: boolean;
}

export interface IdlePoint {
  readonly atS: number;
  readonly powerW: number;
  /** Measured in an idle window; otherwise taken between two of them, at a measuring window. */
  readonly measured: boolean;
}

export interface WindowPoints {
  readonly measured: readonly MeasurePoint[];
  /** By time. */
  readonly idle: readonly IdlePoint[];
}

type Windowed = Pick<Row, 'windows'>;

const middleOf = ({ startS, durationS }: Window): number => startS + durationS / 2;

export function windowPoints({ windows }: Windowed): WindowPoints {
  const used = new Set<Window>(usedWindows(windows).used);
  const measured = windows.filter(({ kind }) => kind === 'measure');
  return {
    measured: measured.map((window) => ({
      window,
      atS: middleOf(window),
      powerW: window.energyJ === null ? null : window.energyJ / window.durationS,
      perInferenceJ:
        window.energyJ === null || window.inferences === 0 ? null : window.energyJ / window.inferences,
      used: used.has(window),
    })),
    idle: windows
      .flatMap((window) =>
        window.idlePowerW === null
          ? []
          : [{ atS: middleOf(window), powerW: window.idlePowerW, measured: window.kind === 'idle' }],
      )
      .toSorted((a, b) => a.atS - b.atS),
  };
}

/** Those that occur, in the order in which they came. */
export function flagsOf({ measured }: WindowPoints): WindowFlag[] {
  return [...new Set(measured.flatMap(({ window }) => window.flags))];
}

/** Whether the row stands on it, in words. */
export function standing({ used, window }: MeasurePoint): string {
  if (used) return window.flags.length === 0 ? 'counts' : 'counts, for want of clean ones';
  return window.flags.length === 0 ? 'measured again later in its round' : 'left out';
}

/** E.g. `Round 2, at 24 s: 14.7 W, 3.11 mJ per inference; disturbed, left out`. Rounds are counted from 1. */
export function pointText(point: MeasurePoint): string {
  const { window, atS, powerW, perInferenceJ } = point;
  const energy = perInferenceJ === null ? '' : `, ${millijoules(perInferenceJ)} mJ per inference`;
  const flags = window.flags.length === 0 ? '' : `${window.flags.join(', ')}, `;
  const power = powerW === null ? 'energy not read' : watts(powerW);
  return `Round ${window.round + 1}, at ${whole(atS)} s: ${power}${energy}; ${flags}${standing(point)}`;
}

/** What the whole picture says, in a sentence. */
export function picturedText({ measured, idle }: WindowPoints): string {
  const used = measured.filter((point) => point.used).length;
  const range = (values: readonly number[]): string => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return low === high ? watts(low) : `${watts(low)} to ${watts(high)}`;
  };
  const powers = measured.flatMap(({ powerW }) => powerW ?? []);
  return [
    `${counted(measured.length, 'window')}, of which ${used} count`,
    powers.length === 0 ? 'no energy was read' : `power ${range(powers)}`,
    idle.length === 0 ? 'idle power not known' : `idle ${range(idle.map(({ powerW }) => powerW))}`,
  ].join('; ');
}
