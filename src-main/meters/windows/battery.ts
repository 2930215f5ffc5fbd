/** The whole machine by what its batteries give: only while they give all of it. */
import { Fault } from '#core/errors.ts';
import type { LevelMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { followSamples } from '../followed-sample.ts';
import { observeLevel } from '../observe-level.ts';
import { probeOne } from '../probe.ts';
import { parseBatteryStatus, type WindowsBattery } from './battery-parse.ts';
import { POWERSHELL, powerShellArgs } from './powershell.ts';

export const WINDOWS_BATTERY_ID = 'battery';

const FIRST_WITHIN_S = 12;
const NEXT_WITHIN_S = 6;
/** Batteries tell something new every few seconds up to a minute. */
const PERIOD_S = 15;
const WATCH = { documentedPeriodS: PERIOD_S, pollS: 0.5, watchS: 3 };

/** Get-WmiObject, because Get-CimInstance fails for this class on some machines. */
const SCRIPT = `
while ($true) {
  $all = @(Get-WmiObject -Namespace 'root\\wmi' -Class BatteryStatus |
    Select-Object Active, PowerOnline, Discharging, DischargeRate, ChargeRate, RemainingCapacity, Voltage)
  [Console]::Out.WriteLine((ConvertTo-Json -Compress -InputObject $all))
  Start-Sleep -Seconds 1
}`;

export async function probeWindowsBattery(environment: MeterEnvironment): Promise<ProbeResult[]> {
  if (environment.platform !== 'win32' || environment.synthetic) return [];
  const missed = {
    id: WINDOWS_BATTERY_ID,
    tier: 'sensor' as const,
    domains: ['battery' as const],
    fixOf: () => null,
  };
  const result = await probeOne(missed, () => openBattery(environment));
  // A machine without a battery has nothing to tell of one.
  return !result.ok && result.fault.code === 'meter-missing' ? [] : [result];
}

async function openBattery(environment: MeterEnvironment) {
  const program = {
    file: POWERSHELL,
    args: powerShellArgs(SCRIPT),
    separator: '\n',
    firstWithinS: FIRST_WITHIN_S,
    nextWithinS: NEXT_WITHIN_S,
  };
  const samples = followSamples(environment, program, (line) =>
    line.trim() === '' ? null : parseBatteryStatus(line),
  );
  const meter: LevelMeter = {
    kind: 'level',
    info: {
      id: WINDOWS_BATTERY_ID,
      tier: 'sensor',
      domains: ['battery'],
      summed: ['battery'],
      source: 'WMI BatteryStatus, discharge rate',
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    async read() {
      const { atS, value } = await newest();
      return { atS, powerW: new Map([['battery', dischargeW(value)]]) };
    },
    close: () => samples.close(),
  };
  const newest = async () => {
    try {
      return await samples.newest();
    } catch (error) {
      // Machines without a battery do not have the class, or say that it is not supported.
      if (!(error instanceof Fault) || !/invalid class|not supported/i.test(error.message)) throw error;
      throw new Fault('meter-missing', 'Windows knows no battery', { cause: error });
    }
  };
  try {
    return await observeLevel(meter, environment.clock, WATCH);
  } finally {
    await samples.close();
  }
}

/** Sum over all batteries, W. Faults `meter-missing`, `meter-not-source`, `meter-unreadable`. */
export function dischargeW(batteries: readonly WindowsBattery[]): number {
  if (batteries.length === 0) throw new Fault('meter-missing', 'Windows knows no battery');
  if (batteries.some(({ onMains }) => onMains !== false)) {
    throw new Fault('meter-not-source', 'the machine is on mains: its battery does not show what it uses');
  }
  // Of two batteries often only one gives power: the other one's rate is 0, and true.
  const rates = batteries.map((battery) => battery.dischargeW);
  const known = rates.filter((rate): rate is number => rate !== null);
  const sum = known.reduce((total, rate) => total + rate, 0);
  if (known.length < rates.length || sum === 0) {
    throw new Fault('meter-unreadable', 'the battery shows no discharge rate though the machine runs on it');
  }
  return sum;
}
