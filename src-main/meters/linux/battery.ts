/** The whole machine's power on Linux from what its batteries give, while nothing else feeds it. */
import { basename, join } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { Clock, LevelMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { observeLevel } from '../observe-level.ts';
import { plausibleW } from '../power-range.ts';
import { findSupplies, isOnline, POWER_SUPPLY, readBattery, type Supplies } from './power-supplies.ts';
import { probeOne } from '../probe.ts';
import { sysfsOf, type SystemTree } from './system-tree.ts';

export const LINUX_BATTERY_ID = 'battery:power_supply';

/**
 * Firmware renews the values every 15 to 30 s on most machines, longer than a probe may watch. Windows
 * are made long by this, since shorter ones would see one value again and again.
 */
const COMMON_PERIOD_S = 15;
/** Batteries are asked through a slow controller: not more often than this, s. */
const LEAST_PERIOD_S = 1;
const POLL_S = 0.25;

export async function probeLinuxBattery(environment: MeterEnvironment): Promise<ProbeResult[]> {
  const tree = sysfsOf(environment);
  return tree === null ? [] : probeBatteryTree(tree, environment.clock);
}

/** No result where the machine has no battery. */
export async function probeBatteryTree(tree: SystemTree, clock: Clock): Promise<ProbeResult[]> {
  const supplies = await findSupplies(tree);
  if (supplies.batteries.length === 0) return [];
  const missed = {
    id: LINUX_BATTERY_ID,
    tier: 'sensor' as const,
    domains: ['battery' as const],
    fixOf: () => null,
  };
  const watch = { documentedPeriodS: COMMON_PERIOD_S, leastPeriodS: LEAST_PERIOD_S, pollS: POLL_S };
  return [await probeOne(missed, () => observeLevel(openBattery(tree, clock, supplies), clock, watch))];
}

/** Each reading checks anew that the batteries are the only source: a plug may be put in at any time. */
export function openBattery(tree: SystemTree, clock: Clock, supplies: Supplies): LevelMeter {
  return {
    kind: 'level',
    info: {
      id: LINUX_BATTERY_ID,
      tier: 'sensor',
      domains: ['battery'],
      summed: ['battery'],
      source: supplies.batteries.map((folder) => join(tree.root, folder)).join(' + '),
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    async read() {
      for (const charger of supplies.chargers) {
        if (await isOnline(tree, charger)) throw notSource(`${basename(charger)} is plugged in`);
      }
      const fromS = clock.nowS();
      let powerW = 0;
      for (const battery of supplies.batteries) powerW += await dischargeW(tree, battery);
      return { atS: (fromS + clock.nowS()) / 2, powerW: new Map([['battery', powerW]]) };
    },
  };
}

async function dischargeW(tree: SystemTree, folder: string): Promise<number> {
  const { status, powerW } = await readBattery(tree, folder);
  const path = join(tree.root, folder);
  if (status !== 'Discharging') throw notSource(`${basename(folder)} says ${status ?? 'nothing'}`);
  if (powerW === null) throw new Fault('meter-unreadable', `${path} tells no power`);
  // A machine that runs on this battery takes something from it: 0 is a driver that does not know.
  if (powerW === 0) throw new Fault('meter-unreadable', `${path} shows 0 W while it discharges`);
  return plausibleW(powerW, path);
}

function notSource(why: string): Fault {
  return new Fault('meter-not-source', `${POWER_SUPPLY}: ${why}, so the battery does not show the machine`, {
    remedy: 'Unplug the charger and wait until every battery discharges.',
  });
}
