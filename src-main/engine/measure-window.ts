import { configurationKey } from '#core/configuration.ts';
import { cpuSecondsBetween, inferencesBetween, latenciesBetween } from '#core/energy/work.ts';
import type { Conditions, WorkTrace } from '#core/ports.ts';
import type { Window, WindowFlag } from '#core/record/schema.ts';
import { sketchLatencies } from '#core/stats/latency-sketch.ts';
import { conditionFlags } from './conditions.ts';
import type { RunContext } from './context.ts';
import type { Lane } from './lane.ts';
import { settleS } from './metering/settle.ts';
import { isCoarse, openSpan, type SpanEnergy } from './metering/span.ts';

/**
 * One measuring window: the workload runs through both edges, so that the energy and the inferences
 * counted are of the same interval. Adds it to the lane and returns its flags; null when the run was
 * interrupted. Rejects with the workload's `Fault` when the worker died.
 */
export async function measureWindow(
  lane: Lane,
  round: number,
  hot: boolean,
  context: RunContext,
): Promise<readonly WindowFlag[] | null> {
  const { clock, host, constants, signal } = context;
  await lane.workload.start(context.scenario);
  await clock.sleep(settleS([lane.meter], constants), signal);

  const before = await host.conditions();
  const span = lane.meter === null ? null : await openSpan(lane.meter, clock);
  const openedS = span?.startS ?? clock.nowS();
  await clock.sleep(lane.windowS - (clock.nowS() - openedS), signal);
  const closed = await span?.close();
  const closedS = closed?.endS ?? clock.nowS();
  const after = await host.conditions();
  const trace = await lane.workload.stop();
  if (signal.aborted) return null;

  const energy = closed?.energy((from, to) => cpuSecondsBetween(trace, from, to)) ?? null;
  if (energy?.problem) context.notice(`${lane.meter?.info.id}: ${energy.problem}`);
  const [startS, endS] = [energy?.startS ?? openedS, energy?.endS ?? closedS];
  const inferences = inferencesBetween(trace, startS, endS);
  if (inferences === 0) {
    context.notice(`${configurationKey(lane.configuration)}: no inference ended within the window`);
  }
  const flags = windowFlags(lane, { before, after, trace, inferences, energy, hot }, context);
  lane.windows.push({
    round,
    kind: 'measure',
    startS: startS - context.runStartS,
    durationS: endS - startS,
    inferences,
    energyJ: energy?.energyJ ?? null,
    uncertaintyJ: energy?.uncertaintyJ ?? null,
    energyByDomain: energy?.byDomain ?? {},
    idlePowerW: null,
    cpuSeconds: cpuSecondsBetween(trace, startS, endS),
    temperatureC: after.temperatureC,
    flags,
  } satisfies Window);
  for (const [bucket, count] of sketchLatencies(latenciesBetween(trace, startS, endS))) {
    lane.latencyCounts.set(bucket, (lane.latencyCounts.get(bucket) ?? 0) + count);
  }
  adapt(lane, inferences, endS - startS, energy, after, context);
  return flags;
}

interface Seen {
  readonly before: Conditions;
  readonly after: Conditions;
  readonly trace: WorkTrace;
  readonly inferences: number;
  readonly energy: SpanEnergy | null;
  readonly hot: boolean;
}

function windowFlags(lane: Lane, seen: Seen, context: RunContext): WindowFlag[] {
  const { before, after, trace } = seen;
  const flags = conditionFlags(
    {
      before,
      after,
      workerCpuSeconds: cpuSecondsBetween(trace, before.atS, after.atS),
      logicalCpus: context.host.logicalCpus,
      topFrequencyHz: lane.topFrequencyHz,
      startedOnMains: context.startedOnMains,
    },
    context.constants,
  );
  if (seen.hot) flags.push('hot');
  if (seen.inferences < context.constants.minInferences) flags.push('short');
  if (isCoarse(seen.energy, context.constants)) flags.push('coarse');
  return [...flags, ...(seen.energy?.flags ?? [])];
}

/** Lets the next window be long enough, and remembers the frequency that this load can reach. */
function adapt(
  lane: Lane,
  inferences: number,
  durationS: number,
  energy: SpanEnergy | null,
  { frequencyHz }: Conditions,
  { constants }: RunContext,
): void {
  if (inferences > 0 && inferences < constants.minInferences) {
    lane.windowS = windowForInferences(durationS / inferences, lane.windowS, constants.minInferences);
  }
  if (energy?.energyJ && energy.uncertaintyJ !== null && isCoarse(energy, constants)) {
    const timesLonger = energy.uncertaintyJ / Math.abs(energy.energyJ) / constants.coarseRatio;
    const longestS = Math.max(lane.windowS, constants.longestWindowSeconds);
    lane.windowS = Math.min(longestS, lane.windowS * timesLonger * WITH_TO_SPARE);
  }
  if (frequencyHz !== null) lane.topFrequencyHz = Math.max(lane.topFrequencyHz ?? 0, frequencyHz);
}

const WITH_TO_SPARE = 1.2;

/** A window in which `minInferences` fit with a fifth to spare, and never a shorter one, s. */
export function windowForInferences(latencyS: number, windowS: number, minInferences: number): number {
  return Math.max(windowS, latencyS * minInferences * WITH_TO_SPARE);
}
