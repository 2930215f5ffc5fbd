/** Power and energy that Linux drivers show in hwmon: graphics cards, sockets, whole machines. */
import { join } from 'node:path';
import { Fault, type WireFault } from '#core/errors.ts';
import type { Clock, CounterMeter, LevelMeter, MeterInfo, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { listChannels, readEnergyUj, readPowerW, type HwmonChannel } from './hwmon-channels.ts';
import { findChips, refuseAsleep } from './hwmon-chips.ts';
import { hwmonFix } from './hwmon-fix.ts';
import { planMeters, type HwmonPlan } from './hwmon-roles.ts';
import { observeCounter } from '../observe-counter.ts';
import { observeLevel } from '../observe-level.ts';
import { plausibleW } from '../power-range.ts';
import { probeOne, type Opened } from '../probe.ts';
import { sysfsOf, type SystemTree } from './system-tree.ts';

/** hwmon reports microjoules. */
const UNIT_J = 1e-6;
/** More than any card or socket draws, W. */
const MAX_PART_W = 2000;

export async function probeHwmon(environment: MeterEnvironment): Promise<ProbeResult[]> {
  const tree = sysfsOf(environment);
  return tree === null ? [] : probeHwmonTree(tree, environment.clock);
}

export async function probeHwmonTree(tree: SystemTree, clock: Clock): Promise<ProbeResult[]> {
  const plans = await findPlans(tree);
  return Promise.all(plans.map((plan) => probePlan(tree, clock, plan)));
}

/**
 * One plan for each device whose chip is known. Cards come before the GPU inside a processor: a model
 * that asks for a GPU runs on the card where there is one, and the first of equal meters is taken.
 */
export async function findPlans(tree: SystemTree): Promise<HwmonPlan[]> {
  const chips = await findChips(tree);
  const channels = await Promise.all(chips.map((chip) => listChannels(tree, chip)));
  const plans = planMeters(chips, channels.flat());
  const isOwn = ({ domain }: HwmonPlan) => domain === 'soc';
  return [...plans.filter((plan) => !isOwn(plan)), ...plans.filter(isOwn)];
}

function probePlan(tree: SystemTree, clock: Clock, plan: HwmonPlan): Promise<ProbeResult> {
  const missed = {
    id: plan.id,
    tier: plan.kind === 'energy' ? ('counter' as const) : ('sensor' as const),
    domains: [plan.domain],
    fixOf: (fault: WireFault) => hwmonFix(fault.code, tree, plan),
  };
  return probeOne(missed, () => openObserved(tree, clock, plan));
}

/** A channel that exists may still fail (EINVAL, ENODATA) or stand still: then the next best one. */
async function openObserved(tree: SystemTree, clock: Clock, plan: HwmonPlan): Promise<Opened> {
  try {
    return plan.kind === 'energy'
      ? await observeCounter(openEnergy(tree, clock, plan), clock)
      : await observeLevel(openPower(tree, clock, plan), clock);
  } catch (error) {
    const asleep = error instanceof Fault && error.code === 'meter-not-source';
    if (!(error instanceof Fault) || asleep || plan.otherwise === null) throw error;
    try {
      return await openObserved(tree, clock, plan.otherwise);
    } catch (second) {
      // The best channel's fault is the one to mend.
      throw second instanceof Fault ? error : second;
    }
  }
}

/** A counter without a range: its decrease is a reset, and voids the interval. */
export function openEnergy(tree: SystemTree, clock: Clock, plan: HwmonPlan): CounterMeter {
  return {
    kind: 'counter',
    info: infoOf(tree, plan, 'counter'),
    channels: plan.channels.map((channel) => ({
      id: channelId(channel),
      domain: plan.domain,
      unitJ: UNIT_J,
      rangeCounts: null,
    })),
    maxPowerW: MAX_PART_W * plan.channels.length,
    async read() {
      for (const { chip } of plan.channels) await refuseAsleep(tree, chip);
      const fromS = clock.nowS();
      const counts = new Map<string, bigint>();
      for (const channel of plan.channels) counts.set(channelId(channel), await readEnergyUj(tree, channel));
      return { atS: (fromS + clock.nowS()) / 2, counts };
    },
  };
}

export function openPower(tree: SystemTree, clock: Clock, plan: HwmonPlan): LevelMeter {
  const info = infoOf(tree, plan, 'sensor');
  return {
    kind: 'level',
    info,
    async read() {
      for (const { chip } of plan.channels) await refuseAsleep(tree, chip);
      const fromS = clock.nowS();
      let powerW = 0;
      for (const channel of plan.channels) powerW += await readPowerW(tree, channel);
      const atS = (fromS + clock.nowS()) / 2;
      return { atS, powerW: new Map([[plan.domain, plausibleW(powerW, info.source)]]) };
    },
  };
}

const channelId = ({ chip, files }: HwmonChannel): string => `${chip.folder}/${files[0] ?? ''}`;

function infoOf(tree: SystemTree, plan: HwmonPlan, tier: MeterInfo['tier']): MeterInfo {
  const names = plan.channels.map(({ chip, label, files }) => {
    const path = join(tree.root, chip.folder, files[0] ?? '');
    return label === null ? `${chip.name} (${path})` : `${chip.name} ${label} (${path})`;
  });
  return {
    id: plan.id,
    tier,
    domains: [plan.domain],
    summed: [plan.domain],
    source: names.join(' + '),
    deviceName: plan.deviceName,
    // Both are observed when the meter is probed.
    updatePeriodS: null,
    resolutionJ: null,
    accuracyRatio: null,
  };
}
