import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openHost } from '#host/conditions.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { probeMeters } from '#meters/registry.ts';
import { madeEnvironment } from '#test/support/sysfs/made-environment.ts';
import { removeTree } from '#test/support/sysfs/made-rapl.ts';
import { raiseCounter } from '#test/support/sysfs/rising-counter.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function madeTree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'joulemark-tree-'));
  cleanUps.push(() => removeTree(root));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function rises(root: string, path: string, powerW: number): Promise<void> {
  const rising = { file: join(root, path), powerW, startUj: 1e9, rangeUj: 262_143_328_850, periodMs: 10 };
  cleanUps.push(await raiseCounter(rising));
}

const RAPL = 'class/powercap/intel-rapl';
const zone = (id: string, name: string) => ({
  [`${RAPL}:${id}/name`]: `${name}\n`,
  [`${RAPL}:${id}/energy_uj`]: '1000000000\n',
  [`${RAPL}:${id}/max_energy_range_uj`]: '262143328850\n',
});

/** A laptop on battery with an Intel card, whose hwmon folder is a link into the device's, as in sysfs. */
const LAPTOP = {
  ...zone('0', 'package-0'),
  ...zone('0:0', 'core'),
  ...zone('1', 'psys'),
  'class/power_supply/AC/type': 'Mains\n',
  'class/power_supply/AC/online': '0\n',
  'class/power_supply/BAT0/type': 'Battery\n',
  'class/power_supply/BAT0/uevent': 'POWER_SUPPLY_STATUS=Discharging\nPOWER_SUPPLY_POWER_NOW=21500000\n',
  'devices/pci0000:00/0000:03:00.0/power/runtime_status': 'active\n',
  'devices/pci0000:00/0000:03:00.0/hwmon/hwmon6/name': 'xe\n',
  'devices/pci0000:00/0000:03:00.0/hwmon/hwmon6/energy1_input': '1000000000\n',
  'devices/pci0000:00/0000:03:00.0/hwmon/hwmon6/energy1_label': 'card\n',
  'class/hwmon/hwmon1/name': 'coretemp\n',
  'class/hwmon/hwmon1/temp1_label': 'Package id 0\n',
  'class/hwmon/hwmon1/temp1_input': '63000\n',
};

async function madeLaptop(): Promise<string> {
  const root = await madeTree(LAPTOP);
  const card = '../../devices/pci0000:00/0000:03:00.0/hwmon/hwmon6';
  await symlink(card, join(root, 'class/hwmon/hwmon6'));
  await symlink('../..', join(root, 'devices/pci0000:00/0000:03:00.0/hwmon/hwmon6/device'));
  return root;
}

describe('a made tree of a whole machine', () => {
  it('is read with all its domains, each by a meter of its own', async () => {
    const root = await madeLaptop();
    for (const id of ['0', '0:0', '1']) await rises(root, `${RAPL}:${id}/energy_uj`, 20);
    await rises(root, 'class/hwmon/hwmon6/energy1_input', 35);

    const probes = await probeMeters(madeEnvironment(root, monotonicClock));
    const found = probes.flatMap((probe) =>
      probe.ok ? [[probe.meter.info.id, [...probe.meter.info.domains].sort()]] : [],
    );
    expect(found).toEqual([
      ['rapl-powercap', ['core', 'package', 'psys']],
      ['hwmon:xe:0', ['gpu']],
      ['battery:power_supply', ['battery']],
      ['estimate', ['package']],
    ]);
    const readings = probes.map((probe) => (probe.ok ? Number.parseFloat(probe.lastReading ?? '0') : null));
    // A probe watches for a moment only: it is the order of magnitude that must be right.
    expect(Math.abs((readings[0] ?? NaN) / 20 - 1)).toBeLessThan(0.3);
    expect(Math.abs((readings[1] ?? NaN) / 35 - 1)).toBeLessThan(0.3);
    expect(readings[2]).toBe(21.5);

    const conditions = await (await openHost(root)).conditions();
    expect(conditions).toMatchObject({ temperatureC: 63, onMains: false });
  });

  it('shows the battery as no source, and a sleeping card asleep, without touching its counter', async () => {
    const root = await madeLaptop();
    await rises(root, `${RAPL}:0/energy_uj`, 20);
    await writeFile(join(root, 'class/power_supply/AC/online'), '1\n');
    await writeFile(join(root, 'devices/pci0000:00/0000:03:00.0/power/runtime_status'), 'suspended\n');

    const probes = await probeMeters(madeEnvironment(root, monotonicClock));
    const refused = probes.flatMap((probe) => (probe.ok ? [] : [[probe.id, probe.fault.code]]));
    expect(refused).toEqual([
      ['hwmon:xe:0', 'meter-not-source'],
      ['battery:power_supply', 'meter-not-source'],
    ]);
    const asleep = probes.find((probe) => !probe.ok && probe.id === 'hwmon:xe:0');
    expect(asleep?.ok === false && asleep.fix).toContain('device/power/control');
  });
});
