import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { openRapl } from '#meters/linux/rapl-powercap.ts';
import { probeMeters } from '#meters/registry.ts';
import { systemTree } from '#meters/linux/system-tree.ts';
import { treeFixture } from '#test/support/sysfs/listed-tree.ts';
import { madeEnvironment } from '#test/support/sysfs/made-environment.ts';
import { madeSysfs, removeTree, type MadeZone } from '#test/support/sysfs/made-rapl.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const clock = new VirtualClock();
const roots: string[] = [];
afterEach(() => Promise.all(roots.splice(0).map(removeTree)));

async function made(zones: readonly MadeZone[]): Promise<string> {
  const root = await madeSysfs(zones);
  roots.push(root);
  return root;
}

const zone = (name: string, path: string, energyUj = '1000'): MadeZone => ({ zone: path, name, energyUj });

describe('openRapl', () => {
  it('adds up packages and DRAM, and neither what lies inside nor what contains them', async () => {
    const root = await made([
      zone('package-0', 'intel-rapl:0'),
      zone('core', 'intel-rapl:0:0'),
      zone('dram', 'intel-rapl:0:1'),
      zone('package-1', 'intel-rapl:1'),
      zone('psys', 'intel-rapl:2'),
    ]);
    const { info, channels } = await openRapl(systemTree(root), clock);
    expect(info.summed).toEqual(['package', 'dram']);
    expect([...info.domains].sort()).toEqual(['core', 'dram', 'package', 'psys']);
    expect(channels.filter(({ domain }) => domain === 'package')).toHaveLength(2);
  });

  it('leaves out the mirror that counts the same package through MMIO', async () => {
    const root = await made([zone('package-0', 'intel-rapl:0'), zone('package-0', 'intel-rapl-mmio:0')]);
    expect((await openRapl(systemTree(root), clock)).channels).toHaveLength(1);
  });

  it('reads counts beyond 32 and 53 bits exactly', async () => {
    const root = await made([zone('package-0', 'intel-rapl:0', '9007199254740993')]);
    const reading = await (await openRapl(systemTree(root), clock)).read();
    expect(reading.counts.get('intel-rapl:0')).toBe(9_007_199_254_740_993n);
  });

  it.each(['', 'n/a', '-5', '1.5', '0x10', '1 2'])('refuses %j as a count, naming the file', async (text) => {
    const root = await made([zone('package-0', 'intel-rapl:0')]);
    const meter = await openRapl(systemTree(root), clock);
    await writeFile(join(root, 'class/powercap/intel-rapl:0/energy_uj'), text);
    await expect(meter.read()).rejects.toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining('intel-rapl:0/energy_uj') as string,
    });
  });

  it('says that a file vanished', async () => {
    const root = await made([zone('package-0', 'intel-rapl:0')]);
    const meter = await openRapl(systemTree(root), clock);
    await rm(join(root, 'class/powercap/intel-rapl:0/energy_uj'));
    await expect(meter.read()).rejects.toMatchObject({ code: 'meter-missing' });
  });

  it('is missing where there is no powercap, or no package in it', async () => {
    await expect(openRapl(systemTree('/nonexistent'), clock)).rejects.toMatchObject({
      code: 'meter-missing',
    });
    const root = await made([zone('psys', 'intel-rapl:0')]);
    await expect(openRapl(systemTree(root), clock)).rejects.toMatchObject({ code: 'meter-missing' });
  });
});

describe('the zones of a machine', () => {
  const DENIED = { errno: 'EACCES' };
  const opened = async (...fixture: Parameters<typeof treeFixture>) =>
    openRapl(treeFixture(...fixture), clock);

  it('are those of all sockets, without the mirror and the control type', async () => {
    const { channels, info, maxPowerW } = await opened('rapl/two-sockets.tree');
    expect(channels.map(({ id }) => id)).toEqual([
      'intel-rapl:0',
      'intel-rapl:0:0',
      'intel-rapl:0:1',
      'intel-rapl:1',
      'intel-rapl:1:0',
      'intel-rapl:1:1',
      'intel-rapl:2',
    ]);
    expect(info.summed).toEqual(['package', 'dram']);
    expect(info.domains).toContain('psys');
    expect(maxPowerW).toBe(2000);
  });

  it('are AMD’s under Intel’s name, with their own shorter range', async () => {
    const { channels, info } = await opened('rapl/amd.tree');
    expect(info.domains).toEqual(['package', 'core']);
    expect(channels[0]?.rangeCounts).toBe(65_532_610_988n);
  });

  it('include the dies of a package and packages with any number', async () => {
    const { channels } = await opened('rapl/amd.tree', {
      'class/powercap/intel-rapl:a/name': 'package-10-die-1',
      'class/powercap/intel-rapl:a/energy_uj': '77',
      'class/powercap/intel-rapl:a/max_energy_range_uj': '65532610987',
    });
    expect(channels.map(({ domain }) => domain)).toEqual(['package', 'core', 'package']);
  });

  it('are taken from MMIO where the registers show no package', async () => {
    const { channels } = await openRapl(
      treeFixture('rapl/amd.tree', {
        'class/powercap/intel-rapl:0/name': 'psys',
        'class/powercap/intel-rapl-mmio:0/name': 'package-0',
        'class/powercap/intel-rapl-mmio:0/energy_uj': '77',
        'class/powercap/intel-rapl-mmio:0/max_energy_range_uj': '65532610987',
      }),
      clock,
    );
    const packages = channels.filter(({ domain }) => domain === 'package');
    expect(packages.map(({ id }) => id)).toEqual(['intel-rapl-mmio:0']);
  });

  it('leave a domain out whole that one socket does not let us read, and say so', async () => {
    const { info, channels } = await opened('rapl/two-sockets.tree', {
      'class/powercap/intel-rapl:1:1/energy_uj': DENIED,
    });
    expect(info.summed).toEqual(['package']);
    expect(channels.some(({ domain }) => domain === 'dram')).toBe(false);
    expect(info.source).toMatch(/without dram \(cannot read .*intel-rapl:1:1\/energy_uj \(EACCES\)\)/);
  });

  it('are none where one socket’s package may not be read: the sum would miss it', async () => {
    const denied = opened('rapl/two-sockets.tree', { 'class/powercap/intel-rapl:1/energy_uj': DENIED });
    await expect(denied).rejects.toMatchObject({
      code: 'meter-no-permission',
      message: expect.stringContaining('intel-rapl:1/energy_uj') as string,
    });
  });

  it('are usable where only root may know the range: a decrease is then not taken for a wrap', async () => {
    const { channels } = await opened('rapl/amd.tree', {
      'class/powercap/intel-rapl:0/max_energy_range_uj': DENIED,
    });
    expect(channels[0]?.rangeCounts).toBeNull();
  });

  it('are without a platform zone that never counts', async () => {
    const { info } = await opened('rapl/two-sockets.tree', { 'class/powercap/intel-rapl:2/energy_uj': '0' });
    expect(info.domains).not.toContain('psys');
    expect(info.source).toContain('intel-rapl:2 has counted nothing');
  });

  it('deny a reading halfway through a run by the name of the fault', async () => {
    const files = { denied: false };
    const tree = treeFixture('rapl/amd.tree');
    const meter = await openRapl(
      {
        ...tree,
        readText: (path) =>
          files.denied
            ? treeFixture('rapl/amd.tree', { [path]: DENIED }).readText(path)
            : tree.readText(path),
      },
      clock,
    );
    await expect(meter.read()).resolves.toBeDefined();
    files.denied = true;
    await expect(meter.read()).rejects.toMatchObject({ code: 'meter-no-permission' });
  });

  it('never give a count that the file does not hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const path = 'class/powercap/intel-rapl:0/energy_uj';
        const tree = treeFixture('rapl/amd.tree', { [path]: text });
        const read = openRapl(tree, clock).then((meter) => meter.read());
        if (/^\s*\d{1,20}\s*$/.test(text)) {
          expect((await read).counts.get('intel-rapl:0')).toBe(BigInt(text.trim()));
        } else {
          await expect(read).rejects.toMatchObject({ code: 'meter-unreadable' });
        }
      }),
    );
  });
});

describe('probing', () => {
  it('finds a counter that stands still unavailable and keeps the estimate', async () => {
    const root = await made([zone('package-0', 'intel-rapl:0')]);
    const machine = { cpuModel: null, logicalCpus: 2 };
    const probes = await probeMeters(madeEnvironment(root, clock, machine));
    expect(probes[0]).toMatchObject({ ok: false, fault: { code: 'meter-not-moving' } });
    expect(probes.at(-1)).toMatchObject({ ok: true, meter: { kind: 'estimate' } });
  });
});
