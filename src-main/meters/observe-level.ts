/** Watches a power reading: a meter counts as available only after two readings apart that can be true. */
import { Fault } from '#core/errors.ts';
import type { Clock, LevelMeter, LevelReading } from '#core/ports.ts';
import { median } from '#core/stats/samples.ts';
import { plausibleW } from './power-range.ts';

/** As long as this is watched, s, or until so many changes were seen. */
const WATCH_S = 1.5;
const CHANGES = 12;
/** Pause between two readings while watching, s. */
const POLL_S = 0.02;
/** A reading that changes faster is followed at this period: sampling itself costs energy, s. */
const LEAST_PERIOD_S = 0.1;

export interface LevelWatch {
  /** The update period where too few changes are seen to tell, s; null: nobody states one. */
  readonly documentedPeriodS?: number | null;
  /** Longer than usual where a reading costs much (a program, the network), s. */
  readonly pollS?: number;
  /** Longer than usual where readings come more than half a second apart, s. */
  readonly watchS?: number;
  /** The shortest period at which the meter is then read, s: longer where a reading costs much. */
  readonly leastPeriodS?: number;
  /** True where 0 W throughout is a value; otherwise it means that the meter sees nothing. */
  readonly zeroIsValue?: boolean;
}

export interface ObservedLevel {
  readonly meter: LevelMeter;
  /** The last power of the summed domains, with its unit. */
  readonly lastReading: string;
}

/**
 * The meter with its update period (median interval between two changes, s; never below 0.1) and its
 * resolution (the energy that one update stands for, J). Rejects with the fault of a reading, with
 * `meter-silent` (no second reading came), `meter-unreadable` (a value that cannot be) or
 * `meter-not-moving` (0 W throughout).
 */
export async function observeLevel(
  meter: LevelMeter,
  clock: Clock,
  watch: LevelWatch = {},
): Promise<ObservedLevel> {
  const readings = await watchReadings(meter, clock, watch);
  const last = readings.at(-1);
  if (last === undefined || readings.length < 2) {
    throw new Fault('meter-silent', `${meter.info.source}: there was no second reading`);
  }
  const powersW = readings.map((reading) => summedW(meter, reading));
  if (watch.zeroIsValue !== true && powersW.every((powerW) => powerW === 0)) {
    throw new Fault('meter-not-moving', `${meter.info.source}: shows 0 W all the time`);
  }
  const seenS = changeIntervalS(readings);
  const { documentedPeriodS = null, leastPeriodS = LEAST_PERIOD_S } = watch;
  const updatePeriodS = seenS === null ? documentedPeriodS : Math.max(seenS, leastPeriodS);
  const perUpdateJ = (updatePeriodS ?? 0) * Math.max(...powersW);
  const resolutionJ = perUpdateJ > 0 ? perUpdateJ : meter.info.resolutionJ;
  const info = { ...meter.info, updatePeriodS, resolutionJ };
  return { meter: { ...meter, info }, lastReading: `${summedW(meter, last).toFixed(1)} W` };
}

/** Readings at different times, oldest first. */
async function watchReadings(meter: LevelMeter, clock: Clock, watch: LevelWatch): Promise<LevelReading[]> {
  const { watchS = WATCH_S, pollS = POLL_S } = watch;
  const startS = clock.nowS();
  const readings: LevelReading[] = [];
  let changes = 0;
  for (;;) {
    const reading = await meter.read();
    const before = readings.at(-1);
    // A program that prints at its own pace is asked again before it has printed again.
    if (before === undefined || reading.atS > before.atS) {
      readings.push(reading);
      if (before !== undefined && differs(before, reading)) changes += 1;
    }
    if (changes >= CHANGES || clock.nowS() - startS >= watchS) return readings;
    await clock.sleep(pollS);
  }
}

/** Median interval between changes, s; null when fewer than two were seen. */
function changeIntervalS(readings: readonly LevelReading[]): number | null {
  const changesAtS = readings.flatMap((reading, index) => {
    const before = readings[index - 1];
    return before !== undefined && differs(before, reading) ? [reading.atS] : [];
  });
  const intervalsS = changesAtS.slice(1).map((atS, index) => atS - (changesAtS[index] as number));
  return intervalsS.length === 0 ? null : median(intervalsS);
}

function differs(one: LevelReading, other: LevelReading): boolean {
  return [...other.powerW].some(([domain, powerW]) => one.powerW.get(domain) !== powerW);
}

/** Sum over the domains that do not overlap, W. Throws where one is missing or cannot be true. */
function summedW({ info }: LevelMeter, { powerW }: LevelReading): number {
  return info.summed.reduce((sum, domain) => {
    const watts = powerW.get(domain);
    if (watts === undefined) {
      throw new Fault('meter-unreadable', `${info.source}: shows nothing for ${domain}`);
    }
    return sum + plausibleW(watts, `${info.source}, ${domain}`);
  }, 0);
}
