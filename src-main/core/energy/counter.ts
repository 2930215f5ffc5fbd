import { Fault } from '../errors.ts';
import type { CounterChannel } from '../ports.ts';

/**
 * Energy in J between two counts of one register, `durationS` apart. A register that starts again
 * once is understood; where it could have done so more often, or went back for another reason, the
 * `Fault` says so: `counter-ambiguous`, `counter-went-back`. Exact up to the last division: counts
 * are whole numbers.
 */
export function counterEnergyJ(
  channel: CounterChannel,
  before: bigint,
  after: bigint,
  durationS: number,
  maxPowerW: number,
): number {
  const mostJ = maxPowerW * durationS;
  const { rangeCounts, unitJ } = channel;
  if (rangeCounts !== null && mostJ >= Number(rangeCounts) * unitJ) {
    throw new Fault(
      'counter-ambiguous',
      `${channel.id} may wrap more than once within ${durationS.toFixed(1)} s at ${maxPowerW} W`,
    );
  }
  let counts = after - before;
  if (counts < 0n) {
    if (rangeCounts === null || before >= rangeCounts) throw wentBack(channel, before, after);
    counts += rangeCounts;
  }
  const energyJ = Number(counts) * unitJ;
  // A reset looks like a wrap, but would have taken more energy than the meter's domain can draw.
  if (energyJ > mostJ) throw wentBack(channel, before, after);
  return energyJ;
}

function wentBack(channel: CounterChannel, before: bigint, after: bigint): Fault {
  return new Fault('counter-went-back', `${channel.id} went from ${before} to ${after} without a wrap`);
}
