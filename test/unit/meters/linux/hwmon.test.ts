import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPowerW } from '#meters/linux/hwmon-channels.ts';
import { hwmonFix } from '#meters/linux/hwmon-fix.ts';
import { findPlans, openEnergy, openPower, probeHwmonTree } from '#meters/linux/hwmon.ts';
import type { SystemTree } from '#meters/linux/system-tree.ts';
import { treeFixture } from '#test/support/sysfs/listed-tree.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const clock = new VirtualClock();
const CARD = 'class/hwmon/hwmon2';

async function powerW(tree: SystemTree, id: string): Promise<number | undefined> {
  const plan = (await findPlans(tree)).find((found) => found.id === id);
  if (plan === undefined) throw new Error(`no plan ${id}`);
  const { powerW: byDomain } = await openPower(tree, clock, plan).read();
  return byDomain.get(plan.domain);
}

describe('hwmon', () => {
  it('is searched by the names of the chips, in the order of their devices, processors’ own last', async () => {
    const plans = await findPlans(treeFixture('hwmon/desktop.tree'));
    expect(plans.map(({ id, domain }) => [id, domain])).toEqual([
      ['hwmon:amdgpu:0', 'gpu'],
      ['hwmon:zenpower:0', 'package'],
      ['hwmon:amdgpu:1', 'soc'],
    ]);
  });

  it('gives a card’s average and a processor’s PPT, whichever file there is', async () => {
    const tree = treeFixture('hwmon/desktop.tree');
    expect(await powerW(tree, 'hwmon:amdgpu:0')).toBe(187.5);
    expect(await powerW(tree, 'hwmon:amdgpu:1')).toBe(31.25);
  });

  it('adds the two rails of a socket', async () => {
    expect(await powerW(treeFixture('hwmon/desktop.tree'), 'hwmon:zenpower:0')).toBeCloseTo(62.27, 9);
  });

  it.each(['EINVAL', 'ENODATA', 'EIO', 'EBUSY'])('calls a file that gives %s unreadable', async (errno) => {
    const tree = treeFixture('hwmon/desktop.tree', { [`${CARD}/power1_average`]: { errno } });
    await expect(powerW(tree, 'hwmon:amdgpu:0')).rejects.toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining(`power1_average (${errno})`) as string,
    });
  });

  it('reads the instantaneous power where the average cannot be read', async () => {
    const tree = treeFixture('hwmon/desktop.tree', {
      [`${CARD}/power1_average`]: { errno: 'EINVAL' },
      [`${CARD}/power1_input`]: '191000000',
    });
    expect(await powerW(tree, 'hwmon:amdgpu:0')).toBe(191);
  });

  it.each(['', 'N/A', '-3000000', '18.5', '99999999999999'])('takes no power from %j', async (text) => {
    const tree = treeFixture('hwmon/desktop.tree', { [`${CARD}/power1_average`]: text });
    await expect(powerW(tree, 'hwmon:amdgpu:0')).rejects.toMatchObject({ code: 'meter-unreadable' });
  });

  it('keeps a valid zero', async () => {
    const tree = treeFixture('hwmon/desktop.tree', { [`${CARD}/power1_average`]: '0' });
    expect(await powerW(tree, 'hwmon:amdgpu:0')).toBe(0);
  });

  it('does not wake a card that sleeps, and says how it is kept awake', async () => {
    const asleep = treeFixture('hwmon/desktop.tree', {
      [`${CARD}/device/power/runtime_status`]: 'suspended',
    });
    const read: string[] = [];
    const watched = { ...asleep, readText: (path: string) => (read.push(path), asleep.readText(path)) };
    await expect(powerW(watched, 'hwmon:amdgpu:0')).rejects.toMatchObject({ code: 'meter-not-source' });
    expect(read.filter((path) => path.startsWith(CARD))).not.toContain(`${CARD}/power1_average`);
    const [plan] = await findPlans(asleep);
    expect(hwmonFix('meter-not-source', asleep, plan!)).toContain(`${CARD}/device/power/control`);
  });

  it('counts the energy of a whole card, not that of its package again', async () => {
    const tree = treeFixture('hwmon/intel-card.tree');
    const [plan, more] = await findPlans(tree);
    expect(more).toBeUndefined();
    const meter = openEnergy(tree, clock, plan!);
    expect(meter.channels).toHaveLength(1);
    expect(meter.channels[0]).toMatchObject({ domain: 'gpu', unitJ: 1e-6, rangeCounts: null });
    expect([...(await meter.read()).counts.values()]).toEqual([414_000_000n]);
  });

  it('leaves out a channel that is switched off', async () => {
    const tree = treeFixture('hwmon/desktop.tree', { [`${CARD}/power1_enable`]: '0' });
    const plans = await findPlans(tree);
    expect(plans.map(({ domain }) => domain)).toEqual(['package', 'soc']);
  });

  it('takes limits for limits', async () => {
    const tree = treeFixture('hwmon/intel-card.tree', {
      'class/hwmon/hwmon4/energy1_input': { errno: 'ENODATA' },
      'class/hwmon/hwmon4/energy2_input': { errno: 'ENODATA' },
    });
    const [plan] = await findPlans(tree);
    for (let next = plan ?? null; next !== null; next = next.otherwise) {
      expect(next.kind).toBe('energy');
    }
  });

  it('needs every socket of a driver that shows sockets', async () => {
    const second = { 'class/hwmon/hwmon9/name': 'zenpower', 'class/hwmon/hwmon9/temp1_input': '50000' };
    const plans = await findPlans(treeFixture('hwmon/desktop.tree', second));
    expect(plans.map(({ domain }) => domain)).toEqual(['gpu', 'soc']);
  });

  it('is probed with real readings, each device with its own result', async () => {
    const probes = await probeHwmonTree(
      treeFixture('hwmon/desktop.tree', {
        [`${CARD}/power1_average`]: { errno: 'EINVAL' },
        'class/hwmon/hwmon3/power1_input': '0',
        'class/hwmon/hwmon3/power2_input': '0',
      }),
      new VirtualClock(),
    );
    expect(probes).toMatchObject([
      { ok: false, id: 'hwmon:amdgpu:0', tier: 'sensor', fault: { code: 'meter-unreadable' }, fix: null },
      { ok: false, id: 'hwmon:zenpower:0', fault: { code: 'meter-not-moving' } },
      {
        ...{ ok: true, lastReading: '31.3 W' },
        meter: { info: { id: 'hwmon:amdgpu:1', summed: ['soc'], deviceName: 'AMD GPU (amdgpu)' } },
      },
    ]);
  });

  it('falls back to power where the energy counter stands still', async () => {
    const [probe] = await probeHwmonTree(
      treeFixture('hwmon/intel-card.tree', { 'class/hwmon/hwmon4/power1_input': '42000000' }),
      new VirtualClock(),
    );
    expect(probe).toMatchObject({ ok: true, lastReading: '42.0 W', meter: { kind: 'level' } });
  });

  it('never gives a power that the file does not hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.integer().map(String)), async (text) => {
        const tree = treeFixture('hwmon/desktop.tree', { [`${CARD}/power1_average`]: text });
        const [plan] = await findPlans(tree);
        const reading = readPowerW(tree, plan!.channels[0]!);
        if (/^-?\d{1,15}$/.test(text.trim())) expect(await reading).toBe(Number(text) / 1e6);
        else await expect(reading).rejects.toMatchObject({ code: 'meter-unreadable' });
      }),
    );
  });
});
