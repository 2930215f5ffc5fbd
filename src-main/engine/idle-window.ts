import type { Meter } from '#core/ports.ts';
import type { Window } from '#core/record/schema.ts';
import { conditionFlags } from './conditions.ts';
import type { RunContext } from './context.ts';
import { isLive, type Lane } from './lane.ts';
import { settleS, shortestWindowS } from './metering/settle.ts';
import { openSpan } from './metering/span.ts';

/** Idle windows by meter id, each in order of time: every meter has its own idle power. */
export type IdleWindows = Map<string, Window[]>;

/**
 * One idle window, read by all meters in use: the workers are loaded and wait. A disturbed one is
 * repeated at once, until `most` have been taken. Returns how many were.
 */
export async function measureIdle(
  lanes: readonly Lane[],
  meters: readonly Meter[],
  round: number,
  idle: IdleWindows,
  context: RunContext,
  most = context.constants.maxRepeats + 1,
): Promise<number> {
  for (let taken = 0; taken < most; taken += 1) {
    const clean = await measureOnce(lanes, meters, round, idle, context);
    if (clean === null) return taken;
    if (clean) return taken + 1;
  }
  return most;
}

async function measureOnce(
  lanes: readonly Lane[],
  meters: readonly Meter[],
  round: number,
  idle: IdleWindows,
  context: RunContext,
): Promise<boolean | null> {
  const { clock, host, constants, signal } = context;
  await clock.sleep(settleS(meters, constants), signal);
  const cpuBefore = await workersCpuSeconds(lanes);
  const before = await host.conditions();
  const spans = await Promise.all(meters.map((meter) => openSpan(meter, clock)));
  await clock.sleep(shortestWindowS(meters, constants), signal);
  const closed = await Promise.all(spans.map((span) => span.close()));
  const after = await host.conditions();
  const workerCpuSeconds = Math.max(0, (await workersCpuSeconds(lanes)) - cpuBefore);
  if (signal.aborted) return null;

  const observed = {
    before,
    after,
    workerCpuSeconds,
    logicalCpus: host.logicalCpus,
    topFrequencyHz: null,
    startedOnMains: context.startedOnMains,
  };
  let clean = true;
  for (const [index, meter] of meters.entries()) {
    const energy = closed[index]?.energy(() => workerCpuSeconds);
    if (energy === undefined) continue;
    if (energy.problem) context.notice(`${meter.info.id}: ${energy.problem}`);
    const durationS = energy.endS - energy.startS;
    const flags = [...conditionFlags(observed, constants), ...energy.flags];
    clean &&= flags.length === 0;
    const windows = idle.get(meter.info.id) ?? [];
    windows.push({
      round,
      kind: 'idle',
      startS: energy.startS - context.runStartS,
      durationS,
      inferences: 0,
      energyJ: energy.energyJ,
      uncertaintyJ: energy.uncertaintyJ,
      energyByDomain: energy.byDomain,
      idlePowerW: energy.energyJ === null ? null : energy.energyJ / durationS,
      cpuSeconds: workerCpuSeconds,
      temperatureC: after.temperatureC,
      flags,
    });
    idle.set(meter.info.id, windows);
  }
  return clean;
}

async function workersCpuSeconds(lanes: readonly Lane[]): Promise<number> {
  const live = lanes.filter((lane) => isLive(lane) && lane.prepared !== null);
  // A worker that died while idle is found out at its next window, with the reason.
  const used = await Promise.allSettled(live.map((lane) => lane.workload.cpuSeconds()));
  return used.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0);
}
