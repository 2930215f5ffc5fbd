/** What the conditions at a window's two edges say about it. Pure. */
import type { Conditions } from '#core/ports.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';
import type { WindowFlag } from '#core/record/schema.ts';

export interface Observed {
  readonly before: Conditions;
  readonly after: Conditions;
  /** Processor time of the workers between the two, s. */
  readonly workerCpuSeconds: number;
  readonly logicalCpus: number;
  /** Highest frequency known under this load, Hz. */
  readonly topFrequencyHz: number | null;
  /** Power source at the run's start. */
  readonly startedOnMains: boolean | null;
}

/** Share of all processors' time that neither we nor our workers used; null where it is not known. */
export function othersShare({ before, after, workerCpuSeconds, logicalCpus }: Observed): number | null {
  if (before.busyCpuSeconds === null || after.busyCpuSeconds === null) return null;
  const ownCpuSeconds = after.ownCpuSeconds - before.ownCpuSeconds;
  const others = after.busyCpuSeconds - before.busyCpuSeconds - ownCpuSeconds - workerCpuSeconds;
  return Math.max(0, others) / ((after.atS - before.atS) * logicalCpus);
}

/** A condition that cannot be known flags nothing: the record shows the null. */
export function conditionFlags(observed: Observed, constants: ProtocolConstants): WindowFlag[] {
  const { before, after, topFrequencyHz, startedOnMains } = observed;
  const flags: WindowFlag[] = [];
  if ((othersShare(observed) ?? 0) > constants.disturbedShare) flags.push('disturbed');

  const throttleMoved =
    before.throttleCount !== null &&
    after.throttleCount !== null &&
    after.throttleCount > before.throttleCount;
  const slowed =
    topFrequencyHz !== null &&
    after.frequencyHz !== null &&
    after.frequencyHz < topFrequencyHz * constants.throttledFrequencyRatio;
  if (throttleMoved || slowed) flags.push('throttled');

  const jumpS = after.wallS - before.wallS - (after.atS - before.atS);
  if (Math.abs(jumpS) > constants.clockJumpSeconds) flags.push('clock-jumped');

  const sources = [startedOnMains, before.onMains, after.onMains].filter((source) => source !== null);
  if (new Set(sources).size > 1) flags.push('unplugged');
  return flags;
}
