import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { parseBatteryStatus, parseWin32Battery } from '#meters/windows/battery-parse.ts';
import { dischargeW } from '#meters/windows/battery.ts';
import {
  parseEmiMeasurements,
  parseEmiMetadata,
  parseEmiSize,
  parseEmiVersion,
} from '#meters/windows/emi-parse.ts';
import { parseEnergyLine, parseEnergyMeter } from '#meters/windows/energy-meter-parse.ts';
import { energyRails, summedDomains } from '#meters/windows/energy-rails.ts';
import { fixture } from '#test/support/meters/fake-environment.ts';
import { emiMeasurements, emiMetadataV1, emiMetadataV2 } from '#test/support/meters/made-emi.ts';

describe('the answers of the Energy Meter Interface', () => {
  it('are read in version 2: channels of any length, one behind the other', () => {
    const bytes = emiMetadataV2(['RAPL_Package0_PKG', 'RAPL_Package0_DRAM', 'x']);
    expect(parseEmiMetadata(2, bytes)).toEqual({
      oem: 'Made',
      model: 'PPM',
      channels: ['RAPL_Package0_PKG', 'RAPL_Package0_DRAM', 'x'],
    });
  });

  it('are read in version 1: the one channel of a meter chip', () => {
    expect(parseEmiMetadata(1, emiMetadataV1('SYSTEM')).channels).toEqual(['SYSTEM']);
  });

  it('keep energies of 64 bits whole, also inside a larger buffer', () => {
    const bytes = emiMeasurements([2n ** 63n + 1n, 7n]);
    const inner = new Uint8Array(bytes.length + 3);
    inner.set(bytes, 3);
    expect(parseEmiMeasurements(inner.subarray(3), 2)).toEqual([
      { energyPwh: 2n ** 63n + 1n, time100Ns: 10_000_000n },
      { energyPwh: 7n, time100Ns: 10_000_000n },
    ]);
    expect([parseEmiVersion(Uint8Array.of(2, 0)), parseEmiSize(Uint8Array.of(1, 1, 0, 0))]).toEqual([2, 257]);
  });

  it('are refused when they are cut anywhere, speak another version or count in another unit', () => {
    const whole = emiMetadataV2(['RAPL_Package0_PKG']);
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => parseEmiMetadata(2, whole.subarray(0, length))).toThrow(Fault);
    }
    expect(() => parseEmiMeasurements(emiMeasurements([1n]), 2)).toThrow(/ends after 16 bytes/);
    expect(() => parseEmiVersion(Uint8Array.of(3, 0))).toThrow(/version 3/);
    whole[68] = 1;
    expect(() => parseEmiMetadata(2, whole)).toThrow(/unit 1/);
  });

  it('never lead the parser out of the buffer', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(1 as const, 2 as const),
        (bytes, version) => {
          try {
            expect(parseEmiMetadata(version, bytes).channels.length).toBeLessThanOrEqual(bytes.length / 6);
          } catch (error) {
            expect(error).toBeInstanceOf(Fault);
          }
        },
      ),
    );
  });
});

describe('energy rails', () => {
  const named = (...names: readonly string[]) =>
    names.map((name, index) => ({ name, energyPwh: BigInt(index) * 10n ** 12n }));
  const domainsOf = (...names: readonly string[]) => energyRails(named(...names)).map(({ domain }) => domain);

  it('are known by their names, in any case; the total and the unknown are left out', () => {
    expect(
      domainsOf(
        'RAPL_Package0_PKG',
        'rapl_package1_pkg',
        'RAPL_Package0_DRAM',
        'RAPL_Package0_PP1',
        '_Total',
        'FAN',
      ),
    ).toEqual(['package', 'package', 'dram', 'uncore']);
    expect(domainsOf('soc', 'cpu_cluster_0', 'gpu', 'NPU', 'memory', 'SYS')).toEqual([
      'soc',
      'core',
      'gpu',
      'npu',
      'dram',
      'psys',
    ]);
  });

  it('count cores once: their sum, or each of them', () => {
    expect(domainsOf('RAPL_Package0_Core0_CORE', 'RAPL_Package0_Core1_CORE')).toEqual(['core', 'core']);
    expect(domainsOf('RAPL_Package0_PP0', 'RAPL_Package0_Core0_CORE')).toEqual(['core']);
  });

  it('leave out what a second device mirrors, read a moment later', () => {
    const of = (name: string, energyPwh: bigint) => ({ name, energyPwh });
    const first = of('RAPL_Package0_PKG', 40_000_000_000_000n);
    expect(energyRails([first, of('rapl_package0_pkg', 40_000_000_900_000n)])).toHaveLength(1);
    expect(energyRails([first, of('RAPL_Package0_PKG', 41_000_000_000_000n)])).toHaveLength(2);
    expect(energyRails([of('RAPL_Package0_PKG', 10n), of('RAPL_Package0_PKG', 200_000_000n)])).toHaveLength(
      1,
    );
  });

  it('are summed without overlap', () => {
    expect(summedDomains(['core', 'package', 'dram', 'psys'], 'it')).toEqual(['package', 'dram']);
    expect(summedDomains(['core', 'soc', 'psys', 'dram'], 'it')).toEqual(['soc']);
    expect(summedDomains(['core', 'gpu', 'psys'], 'it')).toEqual(['psys']);
    expect(() => summedDomains(['core', 'gpu'], 'it')).toThrow(/measures no processor/);
  });
});

describe('the counters of energy meters', () => {
  it('are read from the lines of our script', () => {
    expect(parseEnergyLine('rapl_package0_pkg=33770455183333;_total=1\r')).toEqual([
      { name: 'rapl_package0_pkg', energyPwh: 33_770_455_183_333n },
      { name: '_total', energyPwh: 1n },
    ]);
    for (const line of ['', 'a=', 'a=1,5', 'a=1;b', 'Get-Counter : error', 'a=-1']) {
      expect(() => parseEnergyLine(line)).toThrow(Fault);
    }
  });

  it('are read from Get-Counter with decimal commas, the value on its own line or behind the path', () => {
    expect(parseEnergyMeter(fixture('windows_energy_meter/get-counter.txt'))).toEqual([
      { name: 'rapl_package0_pkg', powerMw: 10_250.5, energyPwh: 40_000_000_000_000n, timeMs: 1_000_000 },
      { name: '_total', powerMw: 20_000.25, energyPwh: null, timeMs: null },
    ]);
    expect(parseEnergyMeter(fixture('windows_energy_meter/one-line.txt'))).toEqual([
      {
        name: 'rapl_package0_core0_core',
        powerMw: 1872.5,
        energyPwh: 33_770_455_183_333n,
        timeMs: 115_409_598,
      },
    ]);
  });

  it('are read from the last line of typeperf', () => {
    expect(parseEnergyMeter(fixture('windows_energy_meter/typeperf.csv'))).toEqual([
      { name: 'RAPL_Package0_PKG', powerMw: 9999.5, energyPwh: 2_777_778_000n, timeMs: null },
    ]);
  });

  it('make no number of nonsense', () => {
    expect(() => parseEnergyMeter('The specified object was not found')).toThrow(Fault);
    fc.assert(
      fc.property(fc.string(), (cell) => {
        try {
          const [instance] = parseEnergyMeter(`\\\\h\\energy meter(a)\\power : ${cell}`);
          if (instance !== undefined && instance.powerMw !== null) expect(cell).toMatch(/\d/);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
    );
  });
});

describe('batteries on Windows', () => {
  const discharging = {
    onMains: false,
    discharging: true,
    dischargeW: 9.25,
    chargeW: 0,
    remainingWh: 41,
    voltageV: 11.8,
  };

  it('are read from WMI as a list and as JSON in each of its wrappings', () => {
    const row =
      '{"Active":true,"PowerOnline":false,"Discharging":true,"DischargeRate":9250,"ChargeRate":0,"RemainingCapacity":41000,"Voltage":11800}';
    const texts = [
      fixture('windows_battery/battery-status.txt'),
      row,
      `[${row}]`,
      `{"value":[${row}],"Count":1}`,
    ];
    for (const text of texts) expect(parseBatteryStatus(text)).toEqual([discharging]);
  });

  it('are none where there is none, or the bay is empty', () => {
    expect(parseBatteryStatus('[]')).toEqual([]);
    expect(parseBatteryStatus('{"Active":false,"DischargeRate":5}')).toEqual([]);
    expect(() => parseBatteryStatus('<html>')).toThrow(Fault);
  });

  it('do not take the sign of an unknown rate for a rate', () => {
    for (const rate of [-2_147_483_648, 2_147_483_648, 4_294_967_295, '"n/a"']) {
      expect(parseBatteryStatus(`{"DischargeRate":${rate}}`)[0]?.dischargeW).toBeNull();
    }
  });

  it('give the sum of their rates only while all power comes from them', () => {
    expect(dischargeW([discharging, { ...discharging, discharging: false, dischargeW: 0 }])).toBe(9.25);
    const fault = (code: string) => expect.objectContaining({ code }) as Error;
    expect(() => dischargeW([])).toThrow(fault('meter-missing'));
    expect(() => dischargeW([discharging, { ...discharging, onMains: true }])).toThrow(
      fault('meter-not-source'),
    );
    expect(() => dischargeW([{ ...discharging, onMains: null }])).toThrow(fault('meter-not-source'));
    expect(() => dischargeW([{ ...discharging, dischargeW: 0 }])).toThrow(fault('meter-unreadable'));
    expect(() => dischargeW([discharging, { ...discharging, dischargeW: null }])).toThrow(
      fault('meter-unreadable'),
    );
  });

  it('have a state in Win32_Battery, and no rate', () => {
    expect(parseWin32Battery(fixture('windows_battery/win32-battery.txt'))).toEqual([
      { name: 'MADE', percent: 98, status: 2, designV: 11.4, minutesLeft: null },
    ]);
  });
});
