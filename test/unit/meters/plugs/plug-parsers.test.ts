import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { parseFnirsiLog, parseFnirsiPacket } from '#meters/plugs/fnirsi-parse.ts';
import { parseDcmi } from '#meters/plugs/ipmi-parse.ts';
import { parseRedfish } from '#meters/plugs/redfish-parse.ts';
import { parseShelly } from '#meters/plugs/shelly-parse.ts';
import { parseTasmota, tasmotaRelays } from '#meters/plugs/tasmota-parse.ts';
import { decodeTplink, encodeTplink, parseTplink, parseTplinkAnswer } from '#meters/plugs/tplink-parse.ts';
import { fixture } from '#test/support/meters/fake-environment.ts';

const json = (path: string): unknown => JSON.parse(fixture(path));

/** Whatever the JSON is, a parser gives finite numbers that stand in it (or null), or refuses. */
function neverFromNonsense(parse: (value: unknown) => unknown, keys: readonly string[]) {
  const key = fc.oneof(fc.constantFrom(...keys), fc.string());
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(null, '12', 'N/A', true, '', Number.NaN, Number.POSITIVE_INFINITY),
      fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      try {
        expect(numbersIn(parse(value))).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
  );
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('Shelly', () => {
  it('is read in its first generation: W, W·min and minutes', () => {
    expect(parseShelly(json('smart_plug_shelly/gen1-status.json'))).toEqual([
      expect.objectContaining({
        id: 'meter:0',
        powerW: 41.25,
        on: true,
        energyTotalWh: 1500,
        lastMinuteW: 40.5,
      }),
    ]);
    expect(parseShelly(json('smart_plug_shelly/gen1-em.json'))).toEqual([
      expect.objectContaining({
        id: 'emeter:0',
        powerW: 320.5,
        energyTotalWh: 1234.5,
        powerFactor: 0.93,
        voltageV: 230.25,
      }),
    ]);
  });

  it('is read as one component, also through RPC', () => {
    const one = json('smart_plug_shelly/gen2-switch.json');
    const [outlet] = parseShelly(one);
    expect(outlet).toMatchObject({
      id: 'switch:0',
      powerW: 23.5,
      on: true,
      energyTotalWh: 8000.125,
      frequencyHz: 50,
    });
    expect(outlet?.lastMinuteW).toBeCloseTo(23.4, 9);
    expect(parseShelly({ id: 1, src: 'made', result: one })).toEqual([outlet]);
  });

  it('gives each outlet of a strip, and its minute where the display shows a rounded zero', () => {
    const outlets = parseShelly(json('smart_plug_shelly/gen4-strip.json'));
    expect(outlets.map(({ id, powerW, on }) => [id, powerW, on])).toEqual([
      ['switch:0', 0, true],
      ['switch:1', 55.5, true],
      ['switch:2', 0, false],
    ]);
    expect(outlets[0]?.lastMinuteW).toBeCloseTo(1.2, 9);
  });

  it('reads meters of one and of three phases with what they counted', () => {
    const [three, one] = parseShelly(json('smart_plug_shelly/gen2-em.json'));
    expect(three).toMatchObject({ id: 'em:0', powerW: 400.75, currentA: 2, energyTotalWh: 54321.5 });
    expect(three?.phases.b).toEqual({ powerW: 100.25, voltageV: 230.5, currentA: 0.5, powerFactor: 0.8 });
    expect(one).toMatchObject({ id: 'em1:1', powerW: -12.5, energyTotalWh: 77.5, phases: {} });
  });

  it('tells a device without a meter from an answer that is none', () => {
    expect(() => parseShelly({ relays: [{ ison: true }], meters: [{ is_valid: true }] })).toThrow(
      /does not measure/,
    );
    expect(() => parseShelly('<html>')).toThrow(/no status of a Shelly/);
  });

  it('makes no number of nonsense', () => {
    neverFromNonsense(parseShelly, [
      'meters',
      'emeters',
      'power',
      'apower',
      'switch:0',
      'em:0',
      'aenergy',
      'total',
      'status',
    ]);
  });
});

describe('Tasmota', () => {
  it('is read from its status, in Wh', () => {
    const [channel, ...more] = parseTasmota(json('smart_plug_tasmota/status8.json'));
    expect(channel).toMatchObject({
      id: 'channel:0',
      powerW: 48,
      voltageV: 229,
      currentA: 0.262,
      powerFactor: 0.8,
    });
    expect(channel?.energyTotalWh).toBeCloseTo(12_345, 6);
    expect(more).toEqual([]);
  });

  it('is read by channel where it lists them, sharing what it tells once', () => {
    const channels = parseTasmota(json('smart_plug_tasmota/two-channels.json'));
    expect(channels.map(({ powerW, voltageV, frequencyHz }) => [powerW, voltageV, frequencyHz])).toEqual([
      [612, 224, 50],
      [7, 224, 50],
    ]);
  });

  it('tells its relays', () => {
    expect(tasmotaRelays({ Time: '', POWER: 'OFF' })).toEqual([false]);
    expect(tasmotaRelays({ StatusSTS: { POWER1: 'ON', POWER2: 'OFF' } })).toEqual([true, false]);
    expect(tasmotaRelays(null)).toEqual([]);
  });

  it('tells a device without a meter from an answer that is none', () => {
    expect(() => parseTasmota({ StatusSNS: { Time: '2026' } })).toThrow(/does not measure/);
    expect(() => parseTasmota({ Command: 'Unknown' })).toThrow(/no status of Tasmota/);
    neverFromNonsense(parseTasmota, ['StatusSNS', 'ENERGY', 'Power', 'Total', 'Time']);
  });
});

describe('TP-Link', () => {
  it.each(['kasa-v1', 'kasa-v2', 'tapo'])('is read from %s in the same units', (name) => {
    const [energy] = parseTplink(json(`smart_plug_tplink/${name}.json`));
    expect(energy?.outlet).toMatchObject({
      powerW: 18.25,
      voltageV: 230.5,
      currentA: 0.125,
      energyTotalWh: 4500,
    });
  });

  it('keeps the powers of Tapo apart: mW in one answer, W in another', () => {
    const [energy] = parseTplink(json('smart_plug_tplink/tapo.json'));
    expect(energy?.outlet).toMatchObject({ energyTodayWh: 25, energyMonthWh: 640 });
    expect(energy?.powersW).toEqual({
      get_emeter_data: 18.25,
      get_energy_usage: 18.1,
      get_current_power: 18,
    });
  });

  it('tells whether the relay is closed', () => {
    const on = (name: string) => parseTplink(json(`smart_plug_tplink/${name}.json`))[0]?.outlet.on;
    expect([on('kasa-v1'), on('kasa-v2'), on('tapo')]).toEqual([true, false, true]);
  });

  it('gives each outlet of a strip', () => {
    const child = { get_emeter_data: { power_mw: 5000, voltage_mv: 230_000 } };
    const strip = {
      get_device_info: {},
      child_devices: { A: child, B: { ...child, get_emeter_data: { power_mw: 0 } } },
    };
    expect(parseTplink(strip).map(({ outlet }) => [outlet.id, outlet.powerW])).toEqual([
      ['outlet:1', 5],
      ['outlet:2', 0],
    ]);
  });

  it('has no power where the device answers with an error', () => {
    expect(() => parseTplink(json('smart_plug_tplink/no-meter.json'))).toThrow(/does not measure/);
    expect(() => parseTplink({ emeter: { get_realtime: { err_code: -3, power: 5 } } })).toThrow(
      /does not measure/,
    );
    neverFromNonsense(parseTplink, [
      'emeter',
      'get_realtime',
      'power',
      'power_mw',
      'get_emeter_data',
      'child_devices',
    ]);
  });

  it('unmasks an answer, with and without its length, and refuses one that was cut', () => {
    const text = '{"emeter":{"get_realtime":{"power_mw":1,"err_code":0}}}';
    const bytes = encodeTplink(text);
    // The first bytes of every such message: { and " behind 171.
    expect([...bytes.subarray(4, 6)]).toEqual([0xd0, 0xf2]);
    expect(decodeTplink(bytes)).toBe(text);
    expect(decodeTplink(bytes.subarray(4))).toBe(text);
    expect(parseTplinkAnswer(bytes)).toEqual(JSON.parse(text));
    expect(() => decodeTplink(bytes.subarray(0, 20))).toThrow(Fault);
    expect(() => parseTplinkAnswer(encodeTplink('<html>'))).toThrow(/a web page/);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        expect(decodeTplink(encodeTplink(any))).toBe(any.replace(/^\ufeff/, ''));
      }),
    );
  });
});

describe('IPMI', () => {
  it.each([
    ['ipmitool', 2_678_400],
    ['freeipmi', null],
  ])('takes the power of now from %s, not that of weeks', (name, periodS) => {
    expect(parseDcmi(fixture(`ipmi_dcmi/${name}.txt`))).toEqual({
      periodS,
      instantaneousW: 231,
      minimumW: 7,
      maximumW: 466,
      averageW: 140,
      active: true,
    });
  });

  it('believes a reading of a controller that calls itself deactivated, but not its 0 W', () => {
    const off = fixture('ipmi_dcmi/ipmitool.txt').replace(/: *activated/, ': deactivated');
    expect(parseDcmi(off)).toMatchObject({ instantaneousW: 231, active: false });
    const still = off.replace('231 Watts', '0 Watts');
    expect(() => parseDcmi(still)).toThrow(expect.objectContaining({ code: 'meter-not-source' }) as Error);
  });

  it('reads on where two lines are printed as one', () => {
    const joined = fixture('ipmi_dcmi/ipmitool.txt').replace(/2026\n +Sampling/, '2026    Sampling');
    expect(parseDcmi(joined)).toMatchObject({ instantaneousW: 231, periodS: 2_678_400 });
  });

  it('refuses where nothing is said', () => {
    for (const text of [
      '',
      'DCMI request failed because: Invalid command',
      'Instantaneous power reading: Watts',
    ]) {
      expect(() => parseDcmi(text)).toThrow(expect.objectContaining({ code: 'meter-unreadable' }) as Error);
    }
  });
});

describe('Redfish', () => {
  it('gives the power of the chassis and of its supplies', () => {
    expect(parseRedfish(json('redfish/power.json'))).toEqual({
      consumedW: 344,
      capacityW: 800,
      minimumW: 271,
      maximumW: 489,
      averageW: 319,
      intervalMinutes: 30,
      supplies: [
        { name: 'PSU 1', inputW: 180.5, outputW: 170, inputV: 230 },
        { name: 'PSU 2', inputW: null, outputW: null, inputV: null },
      ],
    });
    expect(parseRedfish({ PowerWatts: { Reading: 120.5 } }).consumedW).toBe(120.5);
  });

  it('has none where the value is null', () => {
    expect(() => parseRedfish({ PowerControl: [{ PowerConsumedWatts: null }] })).toThrow(/no consumed power/);
    neverFromNonsense(parseRedfish, [
      'PowerControl',
      'PowerConsumedWatts',
      'PowerWatts',
      'Reading',
      'PowerSupplies',
    ]);
  });
});

describe('USB meters', () => {
  it('are read from the log, without the garbage of the first packet', () => {
    const { samples, refused } = parseFnirsiLog(fixture('usb_meter_fnirsi/log.txt'));
    expect(refused).toBe(1);
    expect(samples.map(({ atS, voltageV, currentA }) => [atS, voltageV, currentA])).toEqual([
      [1_700_000_000.01, 5.1, 0.5],
      [1_700_000_000.02, 5.12, 0.25],
    ]);
    expect(samples[0]?.powerW).toBeCloseTo(2.55, 9);
  });

  it('are read from a packet of four samples', () => {
    const packet = new Uint8Array(64);
    packet.set([0xaa, 0x04]);
    const view = new DataView(packet.buffer);
    for (const index of [0, 1, 2, 3]) {
      view.setUint32(2 + 15 * index, 900_000 + index, true);
      view.setUint32(6 + 15 * index, index === 3 ? 17_039_408 : 150_000, true);
    }
    const { samples, refused } = parseFnirsiPacket(packet);
    expect(refused).toBe(1);
    expect(samples.map(({ powerW }) => powerW)).toEqual([
      expect.closeTo(13.5, 6),
      expect.closeTo(13.500015, 6),
      expect.closeTo(13.50003, 6),
    ]);
    packet[1] = 0x03;
    expect(parseFnirsiPacket(packet).samples).toEqual([]);
  });

  it('refuse what is neither', () => {
    expect(() => parseFnirsiLog('hello')).toThrow(Fault);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        try {
          for (const { voltageV, currentA } of parseFnirsiPacket(bytes).samples) {
            expect(voltageV <= 60 && currentA <= 12).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
    );
  });
});
