import { parseBatteryStatus, parseWin32Battery } from '#meters/windows/battery-parse.ts';
import { parseEnergyMeter } from '#meters/windows/energy-meter-parse.ts';
import { energyRails, summedDomains } from '#meters/windows/energy-rails.ts';
import { Fault } from '#core/errors.ts';
import type { Given } from '../checks.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /windows|^win|emi$|energy_meter|win32/,
  replay(recording, checks) {
    const given = recording.files.flatMap((file) => {
      const text = recording.text(file);
      return /energy meter\(/i.test(text) ? energyGiven(text) : batteryGiven(text);
    });
    checks.readings(given);
    checks.notAvailable(given);
    for (const key of ['derived', 'instances', 'channels', 'total_power_W', 'must_report_W', 'batteries']) {
      checks.table(key, given);
    }
    if (given.length === 0) checks.fail('nothing was read');
  },
};

function energyGiven(text: string): Given[] {
  const instances = parseEnergyMeter(text);
  const counts = instances.flatMap(({ name, energyPwh }) =>
    energyPwh === null ? [] : [{ name, energyPwh }],
  );
  const rails = energyRails(counts);
  const powerMwOf = new Map(instances.map(({ name, powerMw }) => [name, powerMw]));
  let total: number | null = null;
  try {
    const summed = summedDomains([...new Set(rails.map(({ domain }) => domain))], 'the recording');
    total = rails
      .filter(({ domain }) => summed.includes(domain))
      .reduce((sum, { channel }) => sum + (powerMwOf.get(channel.name) ?? Number.NaN), 0);
  } catch (error) {
    // Only cores: their sum is not the package, and none is given.
    if (!(error instanceof Fault)) throw error;
  }
  const coresMw = rails
    .filter(({ domain }) => domain === 'core')
    .map(({ channel }) => powerMwOf.get(channel.name) ?? Number.NaN);
  const cores = coresMw.reduce((sum, powerMw) => sum + powerMw, 0);
  return [
    { names: ['total package power'], value: total, unit: 'mW' },
    { names: ['cores core sum total power'], value: coresMw.length === 0 ? null : cores, unit: 'mW' },
    ...instances.flatMap(({ name, powerMw, energyPwh, timeMs }): Given[] => [
      { names: [name, short(name), 'power'], value: powerMw, unit: 'mW' },
      {
        names: [name, short(name), 'energy'],
        value: energyPwh === null ? null : Number(energyPwh),
        unit: 'pWh',
      },
      { names: [name, short(name), 'time'], value: timeMs, unit: 'ms' },
      {
        names: [name, short(name), 'mean average power'],
        value: energyPwh === null || timeMs === null ? null : (Number(energyPwh) * 3.6e-9) / (timeMs / 1000),
        unit: 'W',
      },
    ]),
  ];
}

/** `rapl_package0_core3_core` → `core 3`. */
const short = (name: string): string =>
  name
    .replace(/^rapl_package\d+_/i, '')
    .replace(/_core$/i, '')
    .replace(/(\d+)$/, ' $1');

function batteryGiven(text: string): Given[] {
  const rates = /DischargeRate/i.test(text) ? parseBatteryStatus(text) : [];
  const states = /EstimatedChargeRemaining/i.test(text) ? parseWin32Battery(text) : [];
  return [
    ...rates.flatMap(({ dischargeW, chargeW, remainingWh, voltageV }): Given[] => [
      { names: ['battery', 'power discharge rate DischargeRate'], value: dischargeW, unit: 'W' },
      { names: ['battery', 'charge rate ChargeRate'], value: chargeW, unit: 'W' },
      { names: ['battery', 'energy now remaining RemainingCapacity'], value: remainingWh, unit: 'Wh' },
      { names: ['battery', 'voltage'], value: voltageV, unit: 'V' },
    ]),
    ...states.flatMap(({ percent, status, designV, minutesLeft }): Given[] => [
      {
        names: ['battery', 'capacity charge level percent EstimatedChargeRemaining'],
        value: percent,
        unit: '%',
      },
      { names: ['battery', 'status BatteryStatus'], value: status, unit: '' },
      { names: ['battery', 'design voltage DesignVoltage'], value: designV, unit: 'V' },
      { names: ['battery', 'time remaining left EstimatedRunTime run'], value: minutesLeft, unit: 'min' },
    ]),
  ];
}
