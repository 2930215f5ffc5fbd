import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { parseAppleBattery } from '#meters/macos/apple-battery-parse.ts';
import { numberAt, parsePlist, type PlistDict } from '#meters/macos/plist.ts';
import { parsePmset } from '#meters/macos/pmset-parse.ts';
import { parsePowerGadget } from '#meters/macos/power-gadget-parse.ts';
import {
  energiesJ,
  parsePowermetricsPlist,
  parsePowermetricsText,
} from '#meters/macos/powermetrics-parse.ts';
import { fixture } from '#test/support/meters/fake-environment.ts';

const unreadable = expect.objectContaining({ code: 'meter-unreadable' }) as Error;

describe('a property list', () => {
  const dict = (inner: string) => parsePlist(`<plist><dict>${inner}</dict></plist>`) as PlistDict;

  it('keeps whole numbers of 64 bits whole, and the first of two equal keys', () => {
    const value = dict('<key>a</key><integer>18446744073709551133</integer><key>a</key><integer>1</integer>');
    expect(value.get('a')).toBe(18_446_744_073_709_551_133n);
  });

  it('tells numbers from everything else', () => {
    const value = dict(
      '<key>r</key><real>1.5e+09</real><key>i</key><integer>-7</integer><key>s</key><string>3</string>',
    );
    expect(['r', 'i', 's', 'none'].map((key) => numberAt(value, key))).toEqual([1.5e9, -7, null, null]);
  });

  it.each([
    '<plist/>',
    '<dict/>',
    '<plist><dict><key>a</key></dict></plist>',
    '<plist><dict><integer>1</integer></dict></plist>',
    '<plist><integer></integer></plist>',
    '<plist><real>nan</real></plist>',
    '<plist><key>a</key></plist>',
  ])('refuses %j', (text) => {
    expect(() => parsePlist(text)).toThrow(unreadable);
  });
});

describe('powermetrics as text', () => {
  it('is read on macOS 11: the package holds DRAM, the clusters are the CPU', () => {
    const [first, second, ...more] = parsePowermetricsText(fixture('powermetrics/macos11.txt'));
    expect(more).toEqual([]);
    expect(first?.elapsedS).toBeCloseTo(1.0048, 9);
    expect(first?.parts).toEqual({ cpuW: 1, gpuW: 0.05, aneW: 0, dramW: 0.2, totalW: 1.4, total: 'package' });
    expect(second?.powersW.get('P-Cluster Power')).toBe(0.15);
  });

  it('weighs each sample with the time that it is really of', () => {
    const energies = energiesJ(parsePowermetricsText(fixture('powermetrics/macos11.txt')));
    expect(energies.get('Package Power')).toBeCloseTo(1.4 * 1.0048 + 0.4 * 0.9952, 9);
  });

  it('is read on macOS 15: a combined power without DRAM, and the GPU from the first place', () => {
    const [sample] = parsePowermetricsText(fixture('powermetrics/macos15.txt'));
    expect(sample?.parts).toEqual({
      cpuW: 0.95,
      gpuW: 0.03,
      aneW: 0,
      dramW: null,
      totalW: 0.981,
      total: 'combined',
    });
    expect(sample?.thermalPressure).toBe('Nominal');
  });

  it('is read on Intel, in W', () => {
    const [sample] = parsePowermetricsText(fixture('powermetrics/intel.txt'));
    expect(sample?.parts).toMatchObject({ totalW: 2.48, total: 'package', cpuW: null });
  });

  it('has no total where the text ends before it', () => {
    const text = fixture('powermetrics/macos15.txt');
    const [sample] = parsePowermetricsText(text.slice(0, text.indexOf('Combined')));
    expect(sample?.parts).toMatchObject({ cpuW: 0.95, totalW: null });
  });

  it.each(['', 'powermetrics must be invoked as the superuser', 'CPU Power: 12 mW'])('refuses %j', (text) => {
    expect(() => parsePowermetricsText(text)).toThrow(unreadable);
  });

  it('makes no power of lines that are none', () => {
    const header = '*** Sampled system activity (now) (1000.00ms elapsed) ***\n';
    fc.assert(
      fc.property(fc.string(), (cell) => {
        const [sample] = parsePowermetricsText(`${header}CPU Power: ${cell}\n`);
        const cpuW = sample?.parts.cpuW;
        if (cpuW !== null && cpuW !== undefined) expect(cell).toMatch(/^ *\d+(\.\d+)? ?m?W/);
      }),
    );
  });
});

describe('powermetrics as a property list', () => {
  const samples = fixture('powermetrics/macos14.plist').split('\0');

  it('is read in mW, with the time in ns', () => {
    const { elapsedS, parts, thermalPressure } = parsePowermetricsPlist(samples[0]!);
    expect(elapsedS).toBe(1.001);
    expect(parts).toEqual({
      cpuW: 2.5005,
      gpuW: 0.06225,
      aneW: 0,
      dramW: null,
      totalW: 2.56275,
      total: 'combined',
    });
    expect(thermalPressure).toBe('Nominal');
  });

  it('is read with the NUL that parts it from the next', () => {
    expect(parsePowermetricsPlist(`\0\n${samples[1]!}\0`).parts.totalW).toBe(1.06275);
  });

  it('is read on Intel, in W', () => {
    const plist =
      '<plist><dict><key>processor</key><dict><key>package_watts</key><real>12.5</real></dict></dict></plist>';
    expect(parsePowermetricsPlist(plist)).toMatchObject({
      elapsedS: null,
      parts: { totalW: 12.5, total: 'package' },
    });
  });

  it('is refused when it was cut anywhere, or holds no power', () => {
    const whole = samples[0]!.trimEnd();
    for (let length = 0; length < whole.length; length += 7) {
      expect(() => parsePowermetricsPlist(whole.slice(0, length))).toThrow(Fault);
    }
    expect(() => parsePowermetricsPlist('<plist><dict/></plist>')).toThrow(/no power/);
  });
});

describe('the battery of a Mac', () => {
  it('is read from a property list, where negative numbers may have lost their sign', () => {
    const battery = parseAppleBattery(fixture('macos_battery/discharging.plist'));
    expect(battery).toMatchObject({
      currentA: -0.5,
      voltageV: 12,
      dischargeW: 6,
      onMains: false,
      charging: false,
    });
    expect(battery).toMatchObject({
      cycles: 77,
      temperatureC: 30.55,
      capacity: { now: 3500, max: 4400, design: 4600 },
    });
    expect(battery.telemetryW).toEqual({ systemIn: 0, systemLoad: 6.1, battery: -6.1 });
  });

  it('is read from ioreg’s text, with the voltage that is not 0', () => {
    const battery = parseAppleBattery(fixture('macos_battery/mains.txt'));
    expect(battery).toMatchObject({ currentA: -0.501, voltageV: 12.6, onMains: true, full: true });
    expect(battery.telemetryW).toEqual({ systemIn: 13.177, systemLoad: 13.177, battery: 0 });
  });

  it('takes the mean current where that of now is not told, and undoes the 16-bit sign', () => {
    const text = (key: string, value: string) =>
      `"${key}" = ${value}\n"Voltage" = 10000\n"ExternalConnected" = No`;
    expect(parseAppleBattery(text('Amperage', '18446744073709551133')).currentA).toBe(-0.483);
    expect(parseAppleBattery(text('InstantAmperage', '64536')).dischargeW).toBe(10);
  });

  it('gives no power where it does not know the current or the voltage, and none while it is charged', () => {
    expect(parseAppleBattery('"Voltage" = 12000').dischargeW).toBeNull();
    expect(parseAppleBattery('"Amperage" = -500').dischargeW).toBeNull();
    expect(parseAppleBattery('"Amperage" = 900\n"Voltage" = 12000').dischargeW).toBe(0);
  });

  it.each(['', '\n', '<plist><array/></plist>', '+-o Root\n'])('is missing in %j', (text) => {
    expect(() => parseAppleBattery(text)).toThrow(
      expect.objectContaining({ code: 'meter-missing' }) as Error,
    );
  });

  it('makes no number of nonsense', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (current, voltage) => {
        const { dischargeW } = parseAppleBattery(
          `"CurrentCapacity" = 5\n"Amperage" = ${current}\n"Voltage" = ${voltage}`,
        );
        if (dischargeW !== null) expect(`${current} ${voltage}`).toMatch(/^\s*-?\d{1,20}\s.*\d{1,20}\s*$/s);
      }),
    );
  });
});

describe('pmset', () => {
  const read = (name: string) => parsePmset(fixture(`pmset/${name}.txt`));

  it.each([
    ['discharging', 'Battery Power', [['InternalBattery-0', 64, 'discharging', 192]]],
    ['old-charged', 'AC Power', [['InternalBattery-0', 100, 'charged', null]]],
    ['not-charging', 'AC Power', [['InternalBattery-0', 80, 'AC attached; not charging', null]]],
    ['no-estimate', 'Battery Power', [['InternalBattery-0', 97, 'discharging', null]]],
    [
      'two',
      'AC Power',
      [
        ['InternalBattery-0', 99, 'finishing charge', 5],
        ['Made UPS-1', 50, 'charging', null],
      ],
    ],
    ['desktop', 'AC Power', []],
  ])('is read in the layout %s', (name, source, batteries) => {
    const told = read(name);
    expect(told.source).toBe(source);
    expect(told.onMains).toBe(source === 'AC Power');
    expect(
      told.batteries.map(({ name: battery, percent, state, minutesLeft }) => [
        battery,
        percent,
        state,
        minutesLeft,
      ]),
    ).toEqual(batteries);
    expect(told.batteries.every(({ present }) => present === true)).toBe(true);
  });

  it('refuses what is not its own', () => {
    expect(() => parsePmset('usage: pmset')).toThrow(unreadable);
  });
});

describe('Intel Power Gadget', () => {
  it('is read from its cumulative columns', () => {
    const {
      rows,
      durationS,
      energiesJ: energies,
      temperatureC,
    } = parsePowerGadget(fixture('intel_power_gadget/log.csv'));
    expect([rows, durationS, temperatureC]).toEqual([2, 0.2, 61]);
    expect([...energies]).toEqual([
      ['Processor', 0.5],
      ['IA', 0.3],
      ['DRAM', 0.1],
    ]);
  });

  it('adds up the sockets', () => {
    const text =
      'Elapsed Time (sec),Cumulative Processor Energy_0(Joules),Cumulative Processor Energy_1(Joules)\n1,2.5,3.5\n';
    expect(parsePowerGadget(text).energiesJ.get('Processor')).toBe(6);
  });

  it.each(['', 'a,b\n1,2', 'Elapsed Time (sec),x\n', 'Elapsed Time (sec),x\nn/a,1'])('refuses %j', (text) => {
    expect(() => parsePowerGadget(text)).toThrow(unreadable);
  });
});
