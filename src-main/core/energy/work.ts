/** What a worker did between two instants, from its trace. Times in s on the shared clock. */
import type { WorkTrace } from '../ports.ts';

/**
 * Inferences between the two instants. One that is cut by an edge counts by the share of its time
 * that lies inside, so that work and energy are of the same interval.
 */
export function inferencesBetween(trace: WorkTrace, startS: number, endS: number): number {
  let count = 0;
  for (const [index, from] of trace.startsS.entries()) {
    const to = trace.endsS[index] as number;
    const inside = Math.min(to, endS) - Math.max(from, startS);
    if (inside > 0) count += to > from ? inside / (to - from) : 1;
  }
  return count;
}

/** Latencies in ms of the inferences that ended between the two instants. */
export function latenciesBetween(trace: WorkTrace, startS: number, endS: number): number[] {
  const latenciesMs: number[] = [];
  for (const [index, to] of trace.endsS.entries()) {
    if (to > startS && to <= endS) latenciesMs.push((to - (trace.startsS[index] as number)) * 1000);
  }
  return latenciesMs;
}

/** Processor time in s used between the two instants, interpolated between the trace's samples. */
export function cpuSecondsBetween(trace: WorkTrace, startS: number, endS: number): number {
  return Math.max(0, cpuSecondsAt(trace, endS) - cpuSecondsAt(trace, startS));
}

function cpuSecondsAt({ cpuAtS, cpuSeconds }: WorkTrace, atS: number): number {
  const after = cpuAtS.findIndex((sampleS) => sampleS >= atS);
  if (after === 0) return cpuSeconds[0] as number;
  if (after === -1) return cpuSeconds[cpuSeconds.length - 1] ?? 0;
  const [fromS, toS] = [cpuAtS[after - 1] as number, cpuAtS[after] as number];
  const [from, to] = [cpuSeconds[after - 1] as number, cpuSeconds[after] as number];
  return toS === fromS ? to : from + ((atS - fromS) / (toS - fromS)) * (to - from);
}
