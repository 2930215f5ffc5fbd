/**
 * Power of a processor from its load, for the estimate and for whoever repeats it. A change here moves numbers,
 * and so changes the method version.
 */

/**
 * Power as a share of the design power by load: the curve that Teads Engineering measured with RAPL
 * on cloud machines ("Estimating AWS EC2 Instances Power Consumption", 2021).
 */
const LOAD_CURVE: readonly (readonly [load: number, share: number])[] = [
  [0, 0.12],
  [0.1, 0.32],
  [0.5, 0.75],
  [1, 1.02],
];

/**
 * Where the processor's design power is not known: W of one idle and one fully busy virtual processor, the
 * averages of Cloud Carbon Footprint's methodology for AWS machines (from SPECpower results).
 */
export const UNKNOWN_IDLE_W = 0.74;
export const UNKNOWN_BUSY_W = 3.5;

/** Share of all processors' time, 0 … 1, of `busyCpus` busy ones. */
export function loadOf(busyCpus: number, logicalCpus: number): number {
  return Math.min(1, Math.max(0, busyCpus / logicalCpus));
}

/** Share of the design power that is drawn at a load of 0 … 1. */
export function designShare(load: number): number {
  const above = LOAD_CURVE.findIndex(([at]) => at >= load);
  const [toLoad, toShare] = LOAD_CURVE[above] ?? [1, 1.02];
  const [fromLoad, fromShare] = LOAD_CURVE[above - 1] ?? [toLoad, toShare];
  if (toLoad === fromLoad) return toShare;
  return fromShare + ((load - fromLoad) / (toLoad - fromLoad)) * (toShare - fromShare);
}

/** By the cloud's averages, W. */
export function averagePowerW(load: number, logicalCpus: number): number {
  return logicalCpus * (UNKNOWN_IDLE_W + load * (UNKNOWN_BUSY_W - UNKNOWN_IDLE_W));
}
