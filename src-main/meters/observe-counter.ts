/** Watches a counter move: a meter counts as available only after two readings that differ. */
import { Fault } from '#core/errors.ts';
import type { Clock, CounterMeter, CounterReading } from '#core/ports.ts';
import { median } from '#core/stats/samples.ts';

/** A counter that stands still for this long measures nothing: virtual machines show such ones, s. */
const MOVE_WITHIN_S = 1;
/** Steps that are watched, or as many as there are in the time below. */
const STEPS = 12;
const WATCH_S = 1.5;
/** Pause between two readings while watching, s. */
const POLL_S = 0.0005;

/** For counters that step less often than once a second; in place of the times above. */
export interface CounterWatch {
  readonly moveWithinS: number;
  readonly watchS: number;
  readonly pollS: number;
}

const WATCH: CounterWatch = { moveWithinS: MOVE_WITHIN_S, watchS: WATCH_S, pollS: POLL_S };

/**
 * The meter with the update period (median interval between two steps, s) and the resolution (largest quantum
 * of which all steps are multiples, J) that were seen. A counter that counts in millijoules but is brought up
 * to date ten times a second resolves a millijoule at the edge of a tick, not the joules of its steps: those
 * are what was drawn. Rejects with `meter-not-moving`, with `meter-unreadable` (it counts more than
 * can be drawn), or with the fault of a reading.
 */
export async function observeCounter(
  meter: CounterMeter,
  clock: Clock,
  watch = WATCH,
): Promise<ObservedCounter> {
  const { steps, powerW } = await watchSteps(meter, clock, watch);
  if (!(powerW >= 0 && powerW <= meter.maxPowerW)) {
    throw new Fault(
      'meter-unreadable',
      `${meter.info.source}: counted ${powerW.toFixed(0)} W, which cannot be`,
    );
  }
  const intervalsS = steps.slice(1).map((step, index) => step.atS - (steps[index] as Step).atS);
  const updatePeriodS = intervalsS.length === 0 ? null : median(intervalsS);
  const resolutionJ = Math.min(...quantaJ(meter, steps));
  const info = { ...meter.info, updatePeriodS, resolutionJ };
  return { meter: { ...meter, info }, lastReading: `${powerW.toFixed(1)} W` };
}

export interface ObservedCounter {
  readonly meter: CounterMeter;
  /** Mean power of the summed channels while it was watched, with its unit. */
  readonly lastReading: string;
}

interface Step {
  readonly atS: number;
  /** By summed channel that moved: by how many counts. */
  readonly moves: ReadonlyMap<string, bigint>;
}

/** Of each channel that moved the quantum of its steps, J. With few steps it is rather too large than too small. */
function quantaJ(meter: CounterMeter, steps: readonly Step[]): number[] {
  return meter.channels.flatMap(({ id, unitJ }) => {
    const quantum = steps.reduce((sofar, { moves }) => commonDivisor(sofar, moves.get(id) ?? 0n), 0n);
    return quantum === 0n ? [] : [Number(quantum) * unitJ];
  });
}

/** Euclid's; of 0 and a number it is the number. */
function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b);
}

async function watchSteps(
  meter: CounterMeter,
  clock: Clock,
  { moveWithinS, watchS, pollS }: CounterWatch,
): Promise<{ steps: readonly Step[]; powerW: number }> {
  const steps: Step[] = [];
  let totalJ = 0;
  let last = await meter.read();
  const startS = last.atS;
  while (steps.length < STEPS && clock.nowS() - startS < watchS) {
    await clock.sleep(pollS);
    const next = await meter.read();
    const moves = channelMoves(meter, last, next);
    if (moves.size > 0) steps.push({ atS: next.atS, moves });
    for (const { id, unitJ } of meter.channels) totalJ += Number(moves.get(id) ?? 0n) * unitJ;
    if (steps.length === 0 && clock.nowS() - startS >= moveWithinS) {
      throw new Fault('meter-not-moving', `${meter.info.source}: no counter moved within ${moveWithinS} s`);
    }
    last = next;
  }
  return { steps, powerW: totalJ / (last.atS - startS) };
}

/** By how much each summed channel that moved has counted between two readings. A wrap is a move, too. */
function channelMoves(
  meter: CounterMeter,
  before: CounterReading,
  after: CounterReading,
): Map<string, bigint> {
  const moves = meter.channels
    .filter((channel) => meter.info.summed.includes(channel.domain))
    .map(({ id, rangeCounts }) => {
      const counts = (after.counts.get(id) ?? 0n) - (before.counts.get(id) ?? 0n);
      return [id, counts >= 0n ? counts : counts + (rangeCounts ?? -counts)] as const;
    });
  return new Map(moves.filter(([, counts]) => counts !== 0n));
}
