import { parseAppleBattery } from '#meters/macos/apple-battery-parse.ts';
import type { Checks, Given, Json } from '../checks.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /ioreg|mac.*battery|battery.*mac|apple.*battery/,
  async replay(recording, checks) {
    await checks.best(recording.files.map((file) => (own) => compare(own, recording.text(file))));
  },
};

function compare(checks: Checks, text: string): void {
  const battery = parseAppleBattery(text);
  const { currentA, voltageV, dischargeW, telemetryW, capacity } = battery;
  const signedW = currentA === null || voltageV === null ? null : currentA * voltageV;
  const of = (words: string, value: number | null, unit: string): Given => ({
    names: ['battery', words],
    value,
    unit,
  });
  const given = [
    of('power discharge discharging', dischargeW, 'W'),
    of('power signed', signedW, 'W'),
    of('power', signedW === null ? null : Math.abs(signedW), 'W'),
    of('current amperage instant', currentA, 'A'),
    of('current amperage instant', currentA === null ? null : Math.abs(currentA), 'A'),
    of('voltage', voltageV, 'V'),
    of('temperature', battery.temperatureC, 'C'),
    of('cycles cycle_count', battery.cycles, ''),
    of('capacity now current', capacity.now, 'mAh'),
    of('capacity max full', capacity.max, 'mAh'),
    of('capacity design', capacity.design, 'mAh'),
    {
      names: ['system machine telemetry SystemPowerIn power in adapter'],
      value: telemetryW.systemIn,
      unit: 'W',
    },
    { names: ['system machine telemetry SystemLoad power load'], value: telemetryW.systemLoad, unit: 'W' },
    { names: ['telemetry BatteryPower power'], value: telemetryW.battery, unit: 'W' },
  ];
  const flags: Readonly<Record<string, Json>> = {
    on_mains: battery.onMains,
    external_connected: battery.onMains,
    ExternalConnected: battery.onMains,
    charging: battery.charging,
    is_charging: battery.charging,
    IsCharging: battery.charging,
    fully_charged: battery.full,
  };
  for (const [key, value] of Object.entries(flags)) {
    const expected = checks.take(key);
    if (typeof expected === 'boolean') checks.same(key, expected, value);
  }
  checks.readings(given);
  checks.notAvailable(given);
  for (const key of ['derived', 'telemetry', 'power_W']) checks.table(key, given);
}
