/** Whether inferences, latencies, processor time and durations fit together: one inference runs at a time. */
import type { ProtocolConstants } from '../../../protocol/constants.ts';
import type { Window } from '../../../record/schema.ts';
import { SKETCH_BASE, type LatencySketch } from '../../../stats/latency-sketch.ts';
import type { Submission } from '../../schema.ts';
import { figure } from '../compare.ts';

/** A process may be allowed a part of one processor more than it is told of, and its time is told in ticks of 16 ms. */
const MORE_CPUS = 1;
const TICK_S = 0.05;
/** Less than this share of a back-to-back window in inferences is no back-to-back: the loop itself takes microseconds. */
const LEAST_BUSY_SHARE = 0.25;
/** A loop that was held up catches up, so that a window may hold more than its share. */
const MOST_CATCH_UP = 2;
/** A window grows so that `minInferences` fit, from a latency that was seen in the warm-up. */
const SLOWER_IN_WARM_UP = 20;

export function workDoubts(submission: Submission, constants: ProtocolConstants): string[] {
  const measured = submission.windows.filter(({ kind }) => kind === 'measure');
  return [
    ...processorDoubts(submission),
    ...countDoubts(submission.results.latencySketch, measured),
    ...latencyDoubts(submission, measured),
    ...rateDoubts(submission),
    ...lengthDoubts(submission, measured, constants),
  ];
}

function processorDoubts({ windows, device }: Submission): string[] {
  return windows.flatMap(({ cpuSeconds, durationS }, index) => {
    const mostS = (device.logicalCpus + MORE_CPUS) * durationS + TICK_S;
    if (cpuSeconds <= mostS) return [];
    return [
      `windows[${index}] used ${figure(cpuSeconds)} s of ${device.logicalCpus} processors in ${figure(durationS)} s`,
    ];
  });
}

/** One that an edge cuts is a whole latency of the window in which it ends, and a part of an inference in each. */
function countDoubts(sketch: LatencySketch, measured: readonly Window[]): string[] {
  const latencies = sketch.reduce((sum, [, count]) => sum + count, 0);
  const inferences = measured.reduce((sum, window) => sum + window.inferences, 0);
  if (Math.abs(latencies - inferences) <= measured.length + 1e-6 * inferences) return [];
  return [`its latencies are those of ${latencies} inferences, its windows hold ${figure(inferences)}`];
}

/** By the bounds of the buckets, so that their width raises no false alarm. */
function latencyDoubts({ results, scenario }: Submission, measured: readonly Window[]): string[] {
  const sketch = results.latencySketch;
  const durationS = measured.reduce((sum, window) => sum + window.durationS, 0);
  const longestS = bucketEndS(Math.max(...sketch.map(([bucket]) => bucket)));
  const leastS = sketch.reduce((sum, [bucket, count]) => sum + count * bucketEndS(bucket - 1), 0);
  const mostS = sketch.reduce((sum, [bucket, count]) => sum + count * bucketEndS(bucket), 0);
  // The first inference that ends in a window may have begun before it.
  if (leastS > (durationS + measured.length * longestS) * (1 + 1e-6)) {
    return [`its latencies add up to ${figure(leastS)} s, its windows last ${figure(durationS)} s`];
  }
  const slept = measured.some(({ flags }) => flags.includes('clock-jumped'));
  if (scenario.kind !== 'back-to-back' || slept) return [];
  // Likewise the last one, which ends after it.
  if (mostS >= LEAST_BUSY_SHARE * (durationS - measured.length * longestS)) return [];
  return [
    `back to back, its latencies add up to ${figure(mostS)} s only, and its windows last ${figure(durationS)} s`,
  ];
}

const bucketEndS = (bucket: number): number => SKETCH_BASE ** bucket / 1000;

function rateDoubts({ scenario, results }: Submission): string[] {
  if (scenario.kind !== 'fixed-rate' || results.throughputPerS <= MOST_CATCH_UP * scenario.ratePerS)
    return [];
  return [
    `ran ${figure(results.throughputPerS)} inferences a second, asked for ${scenario.ratePerS} a second`,
  ];
}

/** Windows are made longer for slow models and coarse meters, by rules, and not at will. */
function lengthDoubts(
  { results, meter, scenario, windows }: Submission,
  measured: readonly Window[],
  constants: ProtocolConstants,
): string[] {
  const { windowSeconds, longestWindowSeconds, minInferences, minUpdatePeriods } = constants;
  const longestS = bucketEndS(Math.max(...results.latencySketch.map(([bucket]) => bucket)));
  const paceS = scenario.kind === 'fixed-rate' ? 1 / scenario.ratePerS : 0;
  const eachS = Math.max(longestS * SLOWER_IN_WARM_UP, paceS * 2);
  const periodS = meter.updatePeriodS ?? 0;
  const mostS =
    10 * Math.max(windowSeconds, longestWindowSeconds, minUpdatePeriods * periodS) + minInferences * eachS;
  return measured
    .filter(({ durationS, flags }) => durationS > mostS && flags.length === 0)
    .map(
      (window) =>
        `windows[${windows.indexOf(window)}] lasts ${figure(window.durationS)} s, where ${figure(mostS)} s are plenty`,
    );
}
