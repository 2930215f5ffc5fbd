import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findClocks, topHz } from '#host/clocks.ts';
import { openHostTree } from '#host/conditions.ts';
import { readWhole } from '#host/host-tree.ts';
import { findPowerSource, readOnMains } from '#host/power-source.ts';
import { findTemperatures, processorSensors } from '#host/temperatures.ts';
import { readThrottleCounts, throttleFiles } from '#host/throttle-counts.ts';
import { parseThrottled, ThrottledCount, throttledNow, throttledSinceStart } from '#host/throttled-bits.ts';
import { hostView } from '#test/support/sysfs/listed-host.ts';
import { listedTree, type ListedFiles } from '#test/support/sysfs/listed-tree.ts';

const tree = (files: ListedFiles) => hostView(listedTree(files));
const conditions = async (files: ListedFiles) => (await openHostTree(tree(files), false)).conditions();

function chip(number: number, name: string, temps: Readonly<Record<string, string>>): ListedFiles {
  const folder = `class/hwmon/hwmon${number}`;
  const files = Object.entries(temps).flatMap(([label, milliC], index) => [
    [`${folder}/temp${index + 1}_input`, milliC],
    ...(label === '' ? [] : [[`${folder}/temp${index + 1}_label`, label]]),
  ]);
  return { [`${folder}/name`]: name, ...(Object.fromEntries(files) as ListedFiles) };
}

describe('the processor’s temperature', () => {
  it('is that of the hottest package', async () => {
    const { temperatureC } = await conditions({
      ...chip(0, 'coretemp', { 'Package id 0': '55000', 'Core 0': '58000' }),
      ...chip(1, 'coretemp', { 'Package id 1': '61500' }),
      ...chip(2, 'nvme', { Composite: '70000' }),
    });
    expect(temperatureC).toBe(61.5);
  });

  it.each([
    ['Tdie before Tctl, which may be offset', { Tctl: '72000', Tdie: '62000', Tccd1: '65000' }, 62],
    ['Tctl where there is no Tdie', { Tctl: '33250', Tccd1: '36000' }, 33.25],
    ['the one sensor of an old part', { '': '41000' }, 41],
  ])('is on AMD %s', async (_, temps, expected) => {
    expect((await conditions(chip(4, 'k10temp', temps))).temperatureC).toBe(expected);
  });

  it.each([
    ['cpu-thermal', 48.2],
    ['bcm2835_thermal', 48.2],
    ['soc_thermal', 48.2],
    ['acpitz', null],
    ['iwlwifi_1', null],
  ])('is taken from a zone of type %s: %d', async (type, expected) => {
    const zone = { 'class/thermal/thermal_zone0/type': type, 'class/thermal/thermal_zone0/temp': '48200' };
    expect((await conditions(zone)).temperatureC).toBe(expected);
  });

  it('is not taken from a sensor that shows what cannot be, if another one does better', async () => {
    const { temperatureC } = await conditions({
      ...chip(0, 'coretemp', { 'Package id 0': '-44000' }),
      'class/thermal/thermal_zone0/type': 'x86_pkg_temp',
      'class/thermal/thermal_zone0/temp': '52000',
    });
    expect(temperatureC).toBe(52);
  });

  it('pairs each zone with its own temperature though one cannot be read', async () => {
    const { temperatureC } = await conditions({
      'class/thermal/thermal_zone0/type': 'cpu-thermal',
      'class/thermal/thermal_zone0/temp': { errno: 'EIO' },
      'class/thermal/thermal_zone1/type': 'cpu-thermal',
      'class/thermal/thermal_zone1/temp': '39000',
    });
    expect(temperatureC).toBe(39);
  });

  it('is never a number that no file holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const value = await readWhole(tree({ a: text }), 'a');
        expect(value).toBe(/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : null);
      }),
    );
  });

  it('has no sensor to choose where there is none', async () => {
    expect(processorSensors(await findTemperatures(tree({ 'other/file': '' })))).toEqual([]);
  });
});

describe('the clock', () => {
  it('is that of the fastest processor, without what no processor runs at', async () => {
    const cpu = (number: number, kHz: string) => ({
      [`devices/system/cpu/cpu${number}/cpufreq/scaling_cur_freq`]: kHz,
    });
    const files = { ...cpu(0, '1699981'), ...cpu(1, '800000'), ...cpu(2, '8000'), ...cpu(3, '') };
    expect([...(await findClocks(tree(files))).keys()]).toEqual(['cpu0', 'cpu1', 'cpu2']);
    expect((await conditions(files)).frequencyHz).toBe(1_699_981_000);
    expect(topHz([8_000_000, null])).toBeNull();
  });
});

describe('throttle counts', () => {
  const cpu = (number: number, packageCount: string, coreCount: string, topology?: [string, string]) => ({
    [`devices/system/cpu/cpu${number}/thermal_throttle/package_throttle_count`]: packageCount,
    [`devices/system/cpu/cpu${number}/thermal_throttle/core_throttle_count`]: coreCount,
    ...(topology === undefined
      ? {}
      : {
          [`devices/system/cpu/cpu${number}/topology/physical_package_id`]: topology[0],
          [`devices/system/cpu/cpu${number}/topology/core_id`]: topology[1],
        }),
  });

  it('count each package and each core once, though their threads repeat them', async () => {
    const files = {
      ...cpu(0, '7', '2', ['0', '0']),
      ...cpu(1, '7', '2', ['0', '0']),
      ...cpu(2, '7', '1', ['1', '0']),
      ...cpu(3, '7', '1', ['1', '0']),
    };
    expect((await conditions(files)).throttleCount).toBe(7 + 7 + 2 + 1);
  });

  it('take equal counts for one package where the system does not tell them apart', async () => {
    const counts = await readThrottleCounts(
      tree({ ...cpu(0, '30', '5'), ...cpu(1, '30', '0'), ...cpu(2, '6', '0'), ...cpu(3, '6', '9') }),
    );
    const { packages, cores } = throttleFiles(counts);
    expect(packages).toHaveLength(2);
    expect(cores).toHaveLength(4);
  });
});

describe('the bits of a Raspberry Pi', () => {
  it.each([
    ['throttled=0x50005\n', 0x50005],
    ['throttled=0x0', 0],
    ['50005', 0x50005],
    ['0', 0],
    ['error=1', null],
    ['', null],
    ['VCHI initialization failed', null],
  ])('are read from %j', (text, bits) => {
    expect(parseThrottled(text)).toBe(bits);
  });

  it('tell what is now from what was since the start', () => {
    expect(throttledNow(0x50005)).toEqual({
      underVoltage: true,
      frequencyCapped: false,
      throttled: true,
      softTemperatureLimit: false,
    });
    expect(throttledSinceStart(0x20000)).toMatchObject({ frequencyCapped: true, throttled: false });
  });

  it('are counted while they say now, and when they say ever for the first time', () => {
    const count = new ThrottledCount();
    expect([0x50000, 0x50000, 0x50004, 0x50000, 0xd0000, 0xd0000].map((bits) => count.seen(bits))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  it('are found in sysfs wherever the board has its firmware', async () => {
    const path = 'devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled';
    expect((await conditions({ [path]: '4' })).throttleCount).toBe(1);
    expect((await conditions({ [path]: '50000' })).throttleCount).toBe(0);
  });
});

describe('the power source', () => {
  const supply = (name: string, files: Readonly<Record<string, string>>): ListedFiles =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`class/power_supply/${name}/${file}`, text]),
    );
  const onMains = async (...supplies: ListedFiles[]) => {
    const view = tree(Object.assign({}, ...supplies) as ListedFiles);
    return readOnMains(view, await findPowerSource(view));
  };

  it('is the mains if any charger says so', async () => {
    const off = supply('AC', { type: 'Mains', online: '0' });
    expect(await onMains(off)).toBe(false);
    expect(await onMains(off, supply('ADP1', { type: 'Mains', online: '1' }))).toBe(true);
    expect(await onMains(supply('ucsi', { type: 'USB', online: '1' }))).toBe(true);
  });

  it('is what the batteries say where there is no charger to ask', async () => {
    expect(await onMains(supply('battery', { type: 'Battery', status: 'Discharging' }))).toBe(false);
    expect(await onMains(supply('battery', { type: 'Battery', status: 'Charging' }))).toBe(true);
    expect(await onMains(supply('battery', { type: 'Battery', status: 'Unknown' }))).toBeNull();
    const mouse = supply('hid', { type: 'Battery', status: 'Discharging', scope: 'Device' });
    expect(await onMains(mouse)).toBeNull();
  });
});
