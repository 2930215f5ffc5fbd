/** Writes down what a meter shows, so that it can be played again. */
import { Fault } from '#core/errors.ts';
import type { Clock, Meter, StopSignal } from '#core/ports.ts';
import { TRACE_SCHEMA, type Trace } from './trace.ts';

/** Sampling interval where the meter's update period is not known, s; never shorter than the least. */
const DEFAULT_PERIOD_S = 0.1;
const LEAST_PERIOD_S = 0.01;

/** Samples for `durationS`, or until the signal aborts. The estimate has nothing to record. */
export async function recordTrace(
  meter: Meter,
  durationS: number,
  clock: Clock,
  signal: StopSignal,
): Promise<Trace> {
  if (meter.kind === 'estimate') {
    throw new Fault('meter-missing', 'the estimate follows from the workload: there is nothing to record');
  }
  const { tier, domains, summed, source, updatePeriodS, resolutionJ } = meter.info;
  if (tier === 'estimate') throw new Fault('internal', `${meter.info.id} calls itself an estimate`);
  const periodS = Math.max(LEAST_PERIOD_S, updatePeriodS ?? DEFAULT_PERIOD_S);
  const read = meter.kind === 'counter' ? counterReader(meter) : levelReader(meter);
  const samples: number[][] = [];
  const first = await read();
  samples.push([0, ...first.values]);
  while (!signal.aborted && (samples.at(-1)?.[0] ?? 0) < durationS) {
    await clock.sleep(periodS, signal);
    const { atS, values } = await read();
    samples.push([atS - first.atS, ...values]);
  }
  return {
    schema: TRACE_SCHEMA,
    kind: meter.kind,
    tier,
    domains: [...domains],
    summed: [...summed],
    source,
    updatePeriodS,
    resolutionJ,
    samples,
  };
}

interface Sample {
  readonly atS: number;
  /** One a domain, in the order of `info.domains`. */
  readonly values: number[];
}

/** J since the first reading; a register that starts again is followed. */
function counterReader(meter: Meter & { kind: 'counter' }): () => Promise<Sample> {
  const totalsJ = new Map(meter.info.domains.map((domain) => [domain, 0]));
  let last: ReadonlyMap<string, bigint> | null = null;
  return async () => {
    const { atS, counts } = await meter.read();
    for (const { id, domain, unitJ, rangeCounts } of meter.channels) {
      const [before, after] = [last?.get(id), counts.get(id)];
      if (before === undefined || after === undefined) continue;
      const rise = after >= before ? after - before : after - before + (rangeCounts ?? before - after);
      totalsJ.set(domain, (totalsJ.get(domain) ?? 0) + Number(rise) * unitJ);
    }
    last = counts;
    return { atS, values: [...totalsJ.values()] };
  };
}

function levelReader(meter: Meter & { kind: 'level' }): () => Promise<Sample> {
  return async () => {
    const { atS, powerW } = await meter.read();
    const values = meter.info.domains.map((domain) => {
      const watts = powerW.get(domain);
      if (watts === undefined) throw new Fault('meter-unreadable', `${meter.info.id} gave no ${domain}`);
      return watts;
    });
    return { atS, values };
  };
}
