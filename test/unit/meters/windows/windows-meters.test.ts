import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import type { CounterMeter, ProbeResult } from '#core/ports.ts';
import { probeWindowsBattery } from '#meters/windows/battery.ts';
import { probeWindows } from '#meters/windows/windows.ts';
import { fakeEnvironment, printing } from '#test/support/meters/fake-environment.ts';
import { fakeEmi } from '#test/support/meters/made-emi.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const counterOf = (result: ProbeResult | undefined): CounterMeter => {
  if (result?.ok !== true || result.meter.kind !== 'counter') throw new Error(JSON.stringify(result));
  return result.meter;
};
const windows = (clock: VirtualClock, parts = {}) => fakeEnvironment(clock, { platform: 'win32', ...parts });

/** Counts of so many watts, in pWh, that move every millisecond. */
const counting = (clock: VirtualClock, powerW: number) => () =>
  10n ** 13n + BigInt(Math.floor(clock.nowS() * 1000)) * BigInt(Math.round((powerW / 1000) * 277_777_778));

describe('the Energy Meter Interface', () => {
  it('is a counter of the packages and their memory, in pWh', async () => {
    const clock = new VirtualClock();
    const energies = [12, 7, 2].map((powerW) => counting(clock, powerW));
    const names = ['RAPL_Package0_PKG', 'RAPL_Package0_PP0', 'RAPL_Package0_DRAM'];
    const system = fakeEmi({ 'acpi#made': { names, energiesPwh: () => energies.map((energy) => energy()) } });
    const [result] = await probeWindows(windows(clock), () => Promise.resolve(system));
    const meter = counterOf(result);
    expect(meter.info).toMatchObject({
      id: 'emi',
      tier: 'counter',
      domains: ['package', 'core', 'dram'],
      summed: ['package', 'dram'],
    });
    expect(meter.info.source).toContain('RAPL_Package0_PKG');
    expect(meter.channels.map(({ unitJ }) => unitJ)).toEqual([3.6e-9, 3.6e-9, 3.6e-9]);
    expect(result?.ok && result.lastReading).toMatch(/^1[34]\.\d W$/);
    expect(system.opened).toBe(1);
    await meter.close?.();
    expect(system.opened).toBe(0);
    expect((await meter.read()).counts.size).toBe(3);
    expect(system.opened).toBe(1);
  });

  it('counts a mirrored device once, and uses the devices that it may open', async () => {
    const clock = new VirtualClock();
    const made = { names: ['RAPL_Package0_PKG'], energiesPwh: () => [counting(clock, 12)()] };
    const system = fakeEmi({ denied: made, a: made, b: made });
    const open = system.open.bind(system);
    system.open = (path) => {
      if (path === 'denied') throw new Fault('meter-no-permission', 'error 5');
      return open(path);
    };
    const [result] = await probeWindows(windows(clock), () => Promise.resolve(system));
    expect(counterOf(result).channels.map(({ id }) => id)).toEqual(['1:RAPL_Package0_PKG']);
  });

  it('is missing where Windows knows no meter, without asking for counters', async () => {
    const clock = new VirtualClock();
    const program = printing(clock, 1, () => null);
    const environment = windows(clock, { follow: program.follow });
    const chip = fakeEmi({ chip: { names: ['FAN'], energiesPwh: () => [1n] } });
    for (const system of [fakeEmi({}), chip]) {
      expect(await probeWindows(environment, () => Promise.resolve(system))).toMatchObject([
        { ok: false, id: 'emi', fault: { code: 'meter-missing' } },
      ]);
      expect(system.opened).toBe(0);
    }
    expect(program.starts).toEqual([]);
  });

  it('does not count where it stands still, and lets the device go', async () => {
    const clock = new VirtualClock();
    const system = fakeEmi({ a: { names: ['RAPL_Package0_PKG'], energiesPwh: () => [5n] } });
    const failing = printing(clock, 1, () => new Fault('meter-unreadable', 'Get-Counter failed'));
    const results = await probeWindows(windows(clock, { follow: failing.follow }), () =>
      Promise.resolve(system),
    );
    expect(results).toMatchObject([
      { ok: false, id: 'emi', fault: { code: 'meter-not-moving' } },
      { ok: false, id: 'energy-meter', fault: { code: 'meter-unreadable' } },
    ]);
    expect(system.opened).toBe(0);
  });
});

describe('the counters in its place', () => {
  const denied = () => Promise.reject(new Fault('meter-missing', 'shared libraries cannot be called here'));

  it('step once a second, the total and the mirrored left out', async () => {
    const clock = new VirtualClock();
    const energy = counting(clock, 15);
    const program = printing(clock, 1, (part) =>
      part === 0
        ? undefined
        : `rapl_package0_pkg=${energy()};rapl_package0_core0_core=${energy() / 2n};_total=${energy() * 2n}\r`,
    );
    const [interfaces, result] = await probeWindows(windows(clock, { follow: program.follow }), denied);
    expect(interfaces?.ok).toBe(false);
    const meter = counterOf(result);
    expect(meter.info).toMatchObject({
      id: 'energy-meter',
      domains: ['package', 'core'],
      summed: ['package'],
    });
    expect(meter.info.updatePeriodS).toBeCloseTo(1, 1);
    expect(result?.ok && result.lastReading).toMatch(/^1[45]\.\d W$/);
    expect(program.starts[0]?.file).toBe('powershell.exe');
    expect(program.starts[0]?.args).toContain('-NonInteractive');
    expect(program.running()).toBe(0);
  });

  it.each([
    ['prints an error', () => 'Get-Counter : not found', 'meter-unreadable'],
    ['hangs', () => undefined, 'meter-silent'],
    ['measures no processor', () => 'fan=12', 'meter-missing'],
    ['is not there', () => new Fault('meter-missing', 'there is no program powershell.exe'), 'meter-missing'],
  ])('are unavailable by name where PowerShell %s', async (_what, next, code) => {
    const clock = new VirtualClock();
    const program = printing(clock, 1, next);
    const results = await probeWindows(windows(clock, { follow: program.follow }), denied);
    expect(results[1]).toMatchObject({ ok: false, id: 'energy-meter', fault: { code } });
    expect(program.running()).toBe(0);
  });
});

describe('the battery on Windows as a meter', () => {
  const row = (fields: object) =>
    JSON.stringify([{ Active: true, PowerOnline: false, Discharging: true, DischargeRate: 9250, ...fields }]);
  const probe = (next: (part: number) => string | Fault | null | undefined) => {
    const clock = new VirtualClock();
    const program = printing(clock, 1, next);
    return probeWindowsBattery(windows(clock, { follow: program.follow })).then((results) => ({
      results,
      program,
    }));
  };

  it('is the whole machine while it gives all power', async () => {
    const { results, program } = await probe(() => row({}));
    expect(results).toMatchObject([
      { ok: true, lastReading: '9.3 W', meter: { info: { summed: ['battery'], updatePeriodS: 15 } } },
    ]);
    expect(program.running()).toBe(0);
  });

  it.each([
    ['on mains', row({ PowerOnline: true, DischargeRate: 0 }), 'meter-not-source'],
    ['without a rate', row({ DischargeRate: -2_147_483_648 }), 'meter-unreadable'],
    ['with nonsense', 'hello', 'meter-unreadable'],
  ])('is unavailable by name %s', async (_what, line, code) => {
    const { results } = await probe(() => line);
    expect(results).toMatchObject([{ ok: false, id: 'battery', fault: { code } }]);
  });

  it('is not spoken of where there is none', async () => {
    expect((await probe(() => '[]')).results).toEqual([]);
    const invalid = new Fault(
      'meter-unreadable',
      'powershell.exe failed: Get-WmiObject : Invalid class "BatteryStatus"',
    );
    expect((await probe(() => invalid)).results).toEqual([]);
  });
});

it('keeps all of them to Windows, and off made machines', async () => {
  const clock = new VirtualClock();
  const never = () => Promise.reject(new Error('must not be loaded'));
  for (const environment of [fakeEnvironment(clock), windows(clock, { synthetic: true })]) {
    expect([await probeWindows(environment, never), await probeWindowsBattery(environment)]).toEqual([
      [],
      [],
    ]);
  }
});
