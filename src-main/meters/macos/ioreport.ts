/**
 * Energy of Apple silicon through IOReport, without root: CPU, GPU, neural engine and memory, as Apple's
 * own model has them. Channels that count in mJ are published in batches, at uneven times up to two
 * seconds apart: whoever divides by the time between two readings gets 0 W or three times the power.
 * So all channels are taken over together, at the moment at which that of the CPU moves.
 */
import { Fault } from '#core/errors.ts';
import type { Clock, CounterChannel, CounterMeter, CounterReading, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { observeCounter } from '../observe-counter.ts';
import { probeOne } from '../probe.ts';
import { energyChannels, isEnergySum } from './ioreport-channels.ts';
import { openIoReport, type IoChannel, type IoReport } from './ioreport-library.ts';

export const IOREPORT_ID = 'ioreport';

/** More than any Mac's processor draws, W. */
const MAX_SOC_W = 500;
/** A sample costs milliseconds of processor time on large chips: at least this passes between two, s. */
const LEAST_PERIOD_S = 0.05;
/** Two batches must come while it is watched. */
const WATCH = { moveWithinS: 3, watchS: 4.5, pollS: LEAST_PERIOD_S };

export async function probeIoReport(
  { platform, synthetic, clock }: MeterEnvironment,
  open: typeof openIoReport = openIoReport,
): Promise<ProbeResult[]> {
  if (platform !== 'darwin' || synthetic) return [];
  const missed = {
    id: IOREPORT_ID,
    tier: 'model' as const,
    domains: ['package' as const, 'gpu' as const, 'npu' as const, 'dram' as const],
    fixOf: () => null,
  };
  return [await probeOne(missed, async () => observe(await open(isEnergySum), clock))];
}

async function observe(report: IoReport, clock: Clock) {
  try {
    const channels = energyChannels(report.sample());
    const domains = [...new Set(channels.map(({ domain }) => domain))];
    const meter: CounterMeter = {
      kind: 'counter',
      info: {
        id: IOREPORT_ID,
        tier: 'model',
        domains,
        summed: domains,
        source: 'IOReport, Apple’s energy model; in batches of up to two seconds: windows of 10 s and more',
        updatePeriodS: null,
        resolutionJ: null,
        accuracyRatio: null,
      },
      channels,
      maxPowerW: MAX_SOC_W,
      read: batchReader(report, channels, clock),
    };
    return await observeCounter(meter, clock, WATCH);
  } catch (error) {
    report.close();
    throw error;
  }
}

/** Readings that change only when the counts of the CPU have: then all do, at one time. */
function batchReader(
  report: IoReport,
  channels: readonly CounterChannel[],
  clock: Clock,
): () => Promise<CounterReading> {
  let last: CounterReading | null = null;
  let askedS = Number.NEGATIVE_INFINITY;
  const leading = channels.filter(({ domain }) => domain === 'package');
  const take = (): CounterReading => {
    const fromS = clock.nowS();
    if (last !== null && fromS - askedS < LEAST_PERIOD_S) return last;
    const sample = report.sample();
    const counts = countsOf(sample, channels);
    askedS = clock.nowS();
    const held = last?.counts ?? counts;
    const moved = leading.filter(({ id }) => held.get(id) !== counts.get(id));
    // The time goes on although the counts may not: who waits for the next batch sees it pass.
    last =
      moved.length === 0
        ? { atS: (fromS + askedS) / 2, counts: held }
        : { atS: publishedS(sample, moved, (fromS + askedS) / 2), counts };
    return last;
  };
  return () => Promise.resolve().then(take);
}

/** When the batch was published: the driver says it, or else it is the moment at which it was seen. */
function publishedS(sample: readonly IoChannel[], moved: readonly CounterChannel[], seenS: number): number {
  const ages = sample.flatMap(({ name, ageS }) =>
    ageS !== null && moved.some(({ id }) => id === name) ? [ageS] : [],
  );
  return ages.length === 0 ? seenS : seenS - Math.min(...ages);
}

function countsOf(
  sample: readonly IoChannel[],
  channels: readonly CounterChannel[],
): ReadonlyMap<string, bigint> {
  const values = new Map(sample.map(({ name, value }) => [name, value]));
  return new Map(
    channels.map(({ id }) => {
      const value = values.get(id);
      if (value === undefined) throw new Fault('meter-unreadable', `IOReport does not tell ${id} any more`);
      return [id, value];
    }),
  );
}
