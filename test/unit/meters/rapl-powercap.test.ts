import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openRapl } from '#meters/rapl-powercap.ts';
import { probeMeters } from '#meters/registry.ts';
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
    const { info, channels } = await openRapl(root, clock);
    expect(info.summed).toEqual(['package', 'dram']);
    expect([...info.domains].sort()).toEqual(['core', 'dram', 'package', 'psys']);
    expect(channels.filter(({ domain }) => domain === 'package')).toHaveLength(2);
  });

  it('leaves out the mirror that counts the same package through MMIO', async () => {
    const root = await made([zone('package-0', 'intel-rapl:0'), zone('package-0', 'intel-rapl-mmio:0')]);
    expect((await openRapl(root, clock)).channels).toHaveLength(1);
  });

  it('reads counts beyond 32 and 53 bits exactly', async () => {
    const root = await made([zone('package-0', 'intel-rapl:0', '9007199254740993')]);
    const reading = await (await openRapl(root, clock)).read();
    expect(reading.counts.get('intel-rapl:0')).toBe(9_007_199_254_740_993n);
  });

  it.each(['', 'n/a', '-5', '1.5', '0x10', '1 2'])('refuses %j as a count, naming the file', async (text) => {
    const root = await made([zone('package-0', 'intel-rapl:0')]);
    const meter = await openRapl(root, clock);
    await writeFile(join(root, 'class/powercap/intel-rapl:0/energy_uj'), text);
    await expect(meter.read()).rejects.toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining('intel-rapl:0/energy_uj') as string,
    });
  });

  it('says that a file vanished', async () => {
    const root = await made([zone('package-0', 'intel-rapl:0')]);
    const meter = await openRapl(root, clock);
    await rm(join(root, 'class/powercap/intel-rapl:0/energy_uj'));
    await expect(meter.read()).rejects.toMatchObject({ code: 'meter-missing' });
  });

  it('is missing where there is no powercap, or no package in it', async () => {
    await expect(openRapl('/nonexistent', clock)).rejects.toMatchObject({ code: 'meter-missing' });
    const root = await made([zone('psys', 'intel-rapl:0')]);
    await expect(openRapl(root, clock)).rejects.toMatchObject({ code: 'meter-missing' });
  });
});

describe('probing', () => {
  it('finds a counter that stands still unavailable and keeps the estimate', async () => {
    const root = await made([zone('package-0', 'intel-rapl:0')]);
    const machine = { cpuModel: null, logicalCpus: 2 };
    const probes = await probeMeters(madeEnvironment(root, clock, machine));
    expect(probes[0]).toMatchObject({ ok: false, fault: { code: 'meter-not-moving' } });
    expect(probes[1]).toMatchObject({ ok: true, meter: { kind: 'estimate' } });
  });
});
