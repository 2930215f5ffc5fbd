import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { parseAmdSmi } from '#meters/amd/amd-smi-parse.ts';
import { parseRocmSmi } from '#meters/amd/rocm-smi-parse.ts';
import { probeAmdTools } from '#meters/amd/tools.ts';
import { fakeOutside, type FakePrograms } from '#test/support/fake-programs.ts';
import { textFixture } from '#test/support/sysfs/listed-tree.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const ROCM_JSON = textFixture('amd/rocm-smi.json');
const AMD_JSON = textFixture('amd/amd-smi.json');
const ROCM = 'rocm-smi --showpower --json';
const AMD = 'amd-smi metric -p --json';

describe('rocm-smi', () => {
  it('tells the power under the names of several releases, and never the limit', () => {
    expect(parseRocmSmi(ROCM_JSON)).toEqual([
      {
        number: 0,
        powerKey: 'Average Graphics Package Power (W)',
        powerW: 96.5,
        powerRaw: '96.5',
        limitW: 300,
        edgeC: 41,
        junctionC: 43.5,
        memoryC: null,
        told: expect.any(Map) as Map<string, string>,
      },
      expect.objectContaining({ number: 1, powerW: null, powerRaw: 'N/A (Secondary die)', limitW: 300 }),
      expect.objectContaining({ number: 2, powerW: 0, limitW: null }),
      expect.objectContaining({ number: 3, powerKey: null, powerW: null, edgeC: null }),
    ]);
  });

  it('tells in its table what its lines leave out', () => {
    const cards = parseRocmSmi(textFixture('amd/rocm-smi.txt'));
    expect(cards.map(({ number, powerW, edgeC }) => [number, powerW, edgeC])).toEqual([
      [0, 6, 42],
      [1, 4, 39],
    ]);
  });

  it('tells the power in the table of older releases, too', () => {
    const table = 'GPU  Temp   AvgPwr  SCLK\n0    38.0c  155.0W  1802Mhz\n';
    expect(parseRocmSmi(table)).toMatchObject([{ number: 0, powerW: 155, edgeC: 38 }]);
  });
});

describe('amd-smi', () => {
  it('tells the power with its unit, in the newer document and the older one', () => {
    const cards = parseAmdSmi(AMD_JSON);
    expect(cards.map(({ powerW, powerKey }) => [powerW, powerKey])).toEqual([
      [182, 'socket_power'],
      [91, 'average_socket_power'],
      [null, 'socket_power'],
    ]);
    expect(cards[0]).toMatchObject({ edgeC: null, junctionC: 51, memoryC: 47, energyJ: 1234.5 });
    const older = JSON.stringify((JSON.parse(AMD_JSON) as { gpu_data: unknown }).gpu_data);
    expect(parseAmdSmi(older)).toEqual(cards);
  });

  it('tells whatever else it printed with its unit', () => {
    const [card] = parseAmdSmi(textFixture('amd/amd-smi.txt'));
    expect(card?.told.get('usage.gfx_activity')).toBe('3 %');
    expect(parseAmdSmi(AMD_JSON)[0]?.told.get('power.gfx_voltage')).toBe('780 mV');
    expect(parseRocmSmi(ROCM_JSON)[0]?.told.get('Temperature (Sensor memory) (C)')).toBe('N/A');
  });

  it('tells the same in its text', () => {
    expect(parseAmdSmi(textFixture('amd/amd-smi.txt'))).toMatchObject([
      { number: 0, powerW: 20, edgeC: 40, junctionC: 44, memoryC: null, energyJ: 88.25 },
    ]);
  });

  it('tells nothing in a unit that it never had', () => {
    expect(
      parseAmdSmi('[{"gpu": 0, "power": {"socket_power": {"value": 5, "unit": "furlongs"}}}]'),
    ).toMatchObject([{ powerW: null }]);
  });
});

describe('both', () => {
  it('give no card from nonsense', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const card of [...parseRocmSmi(text), ...parseAmdSmi(text)]) expect(card.powerW).toBeNull();
      }),
    );
  });

  const probed = (run: FakePrograms['run'] = {}) =>
    probeAmdTools(fakeOutside(new VirtualClock(), { run }).environment);

  it('are meters of each card that tells its power, the newer tool first', async () => {
    expect(await probed({ [AMD]: AMD_JSON, [ROCM]: ROCM_JSON })).toMatchObject([
      { ok: true, lastReading: '182.0 W', meter: { info: { id: 'amd-smi:0', updatePeriodS: 2 } } },
      { ok: true, lastReading: '91.0 W', meter: { info: { id: 'amd-smi:1' } } },
      { ok: false, id: 'amd-smi:2', fault: { code: 'meter-unreadable' } },
    ]);
  });

  it('leave out the second die of a card, whose power the first one tells', async () => {
    const probes = await probed({ [AMD]: 'nothing', [ROCM]: ROCM_JSON });
    expect(probes.map((probe) => (probe.ok ? probe.meter.info.id : probe.id))).toEqual([
      'rocm-smi:0',
      'rocm-smi:2',
      'rocm-smi:3',
    ]);
  });

  it('that hang or print nothing give the reason', async () => {
    const silent = new Fault('meter-silent', 'amd-smi did not answer within 5 s');
    expect(await probed({ [AMD]: silent })).toMatchObject([{ ok: false, fault: { code: 'meter-silent' } }]);
    expect(await probed({ [AMD]: '' })).toMatchObject([{ ok: false, fault: { code: 'meter-unreadable' } }]);
  });

  it('are not spoken of where they are not installed', async () => {
    expect(await probed()).toEqual([]);
  });
});
