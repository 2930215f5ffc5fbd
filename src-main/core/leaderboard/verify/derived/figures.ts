/** Figures of a line that follow from its windows and its latency sketch. */
import { meterInterval } from '../../../energy/meter-interval.ts';
import type { ProtocolConstants } from '../../../protocol/constants.ts';
import { cpuSecondsPerInference, summariseEnergy, throughputPerS } from '../../../protocol/summary.ts';
import { latencyQuantiles } from '../../../stats/latency-sketch.ts';
import { conditionsOf } from '../../conditions.ts';
import { canonicalText } from '../../identity.ts';
import type { Submission } from '../../schema.ts';
import { differs, differsText } from '../compare.ts';

/** Net, gross, their intervals, latency, throughput and processor time. */
export function figureFaults(submission: Submission, constants: ProtocolConstants): string[] {
  const { results, windows, meter } = submission;
  const { netJ, grossJ, interval } = summariseEnergy(windows, constants.confidenceLevel);
  const byMeter = meterInterval(netJ, meter.accuracyRatio);
  const quantiles = latencyQuantiles(results.latencySketch);
  // Net is the small difference of gross and idle energy: rounding is of their size.
  const scaleJ = results.grossJ;
  return [
    ...differs('netJ', results.netJ, netJ, scaleJ),
    ...differs('grossJ', results.grossJ, grossJ),
    ...differs('ci95[0]', results.ci95[0], interval?.low ?? null, scaleJ),
    ...differs('ci95[1]', results.ci95[1], interval?.high ?? null, scaleJ),
    ...differs('meterInterval[0]', results.meterInterval?.[0] ?? null, byMeter?.[0] ?? null, scaleJ),
    ...differs('meterInterval[1]', results.meterInterval?.[1] ?? null, byMeter?.[1] ?? null, scaleJ),
    ...differs('latencyMs.median', results.latencyMs.median, quantiles?.median ?? null),
    ...differs('latencyMs.p90', results.latencyMs.p90, quantiles?.p90 ?? null),
    ...differs('latencyMs.p99', results.latencyMs.p99, quantiles?.p99 ?? null),
    ...differs('throughputPerS', results.throughputPerS, throughputPerS(windows)),
    ...differs('cpuSecondsPerInference', results.cpuSecondsPerInference, cpuSecondsPerInference(windows)),
    ...sketchFaults(results.latencySketch),
  ];
}

/** Quantiles are read off in the order of the buckets, each of which stands once. */
function sketchFaults(sketch: Submission['results']['latencySketch']): string[] {
  const ascends = sketch.every(([bucket], index) => index === 0 || bucket > (sketch[index - 1]?.[0] ?? 0));
  return ascends ? [] : ['the buckets of latencySketch do not ascend'];
}

export function conditionFaults({ windows, conditions }: Submission): string[] {
  if (windows.every(({ kind }) => kind !== 'measure')) return ['holds no measuring window'];
  const follows = conditionsOf(windows);
  return [
    ...differs('conditions.rounds', conditions.rounds, follows.rounds),
    ...differs('conditions.measureWindows', conditions.measureWindows, follows.measureWindows),
    ...differsText('conditions.flagged', canonicalText(conditions.flagged), canonicalText(follows.flagged)),
    ...differs(
      'conditions.temperatureC.min',
      conditions.temperatureC?.min ?? null,
      follows.temperatureC?.min ?? null,
    ),
    ...differs(
      'conditions.temperatureC.max',
      conditions.temperatureC?.max ?? null,
      follows.temperatureC?.max ?? null,
    ),
  ];
}
