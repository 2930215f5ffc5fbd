import { describe, expect, it } from 'vitest';
import { findRails, readRails } from '#meters/boards/ina-rails.ts';
import { probeBoard, probeRails } from '#meters/boards/jetson.ts';
import { fakeOutside } from '#test/support/fake-programs.ts';
import { textFixture, treeFixture } from '#test/support/sysfs/listed-tree.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const line = (board: string) =>
  new RegExp(`^${board}: (.*)$`, 'm').exec(textFixture('tegrastats/layouts.txt'))?.[1] ?? '';

describe('INA chips', () => {
  it('give voltage times current of inputs that are connected and switched on', async () => {
    const { rails } = await readRails(await findRails(treeFixture('ina/orin.tree')));
    expect([...rails]).toEqual([
      ['VDD_IN', 6],
      ['VDD_CPU_GPU_CV', 1.5],
      ['VDD_SYS_GPU', -0.04],
    ]);
  });

  it('give milliwatts where they are in iio', async () => {
    const { rails } = await readRails(await findRails(treeFixture('ina/tx2-iio.tree')));
    expect([...rails]).toEqual([
      ['VDD_IN', 5.297],
      ['VDD_SYS_CPU', 1.917],
    ]);
  });

  it('are a meter of the board with its parts inside', async () => {
    const probe = await probeRails(treeFixture('ina/tx2-iio.tree'), new VirtualClock());
    expect(probe).toMatchObject({
      ok: true,
      lastReading: '5.3 W',
      meter: { info: { id: 'board:ina', summed: ['psys'], domains: ['psys', 'core'] } },
    });
  });

  it('on a rail that nobody names measure something, but not the machine', async () => {
    const tree = treeFixture('ina/tx2-iio.tree', {
      'bus/i2c/drivers/ina3221x/0-0041/iio:device1/rail_name_0': { errno: 'ENOENT' },
    });
    const probe = await probeRails(tree, new VirtualClock());
    expect(probe).toMatchObject({ ok: false, fault: { code: 'meter-not-source' } });
    expect(probe?.ok === false && probe.fault.message).toContain('ina3221 0 5.30 W');
  });

  it('name the file that cannot be read', async () => {
    const path = 'class/hwmon/hwmon1/curr1_input';
    const tree = treeFixture('ina/orin.tree', { [path]: { errno: 'EIO' } });
    const { rails, fault } = await readRails(await findRails(tree));
    expect(rails.has('VDD_IN')).toBe(false);
    expect(fault).toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining(path) as string,
    });
  });
});

describe('tegrastats', () => {
  it('is one process that is ended after probing and started again by a reading', async () => {
    const clock = new VirtualClock();
    const parts = [line('tx2'), line('tx2').replace('VDD_IN 5200', 'VDD_IN 5300')];
    const outside = fakeOutside(clock, { follow: { tegrastats: { parts, everyS: 0.1 } } });
    const [probe] = await probeBoard(outside.environment);
    expect(probe).toMatchObject({ ok: true, meter: { kind: 'level', info: { summed: ['psys'] } } });
    expect(outside.running()).toBe(0);
    if (probe?.ok !== true || probe.meter.kind !== 'level') throw new Error('no meter');
    expect(probe.meter.info.updatePeriodS).toBeCloseTo(0.1, 1);
    const { powerW } = await probe.meter.read();
    expect([5.2, 5.3]).toContain(powerW.get('psys'));
    expect(powerW.get('gpu')).toBe(0.182);
    expect(outside.running()).toBe(1);
    await probe.meter.close?.();
    expect(outside.running()).toBe(0);
  });

  it('without power on the board says so', async () => {
    const outside = fakeOutside(new VirtualClock(), {
      follow: { tegrastats: { parts: [line('tx1')], everyS: 0.1 } },
    });
    const probes = await probeBoard(outside.environment);
    expect(probes).toMatchObject([
      { ok: false, id: 'board:tegrastats', fault: { code: 'meter-unreadable' } },
    ]);
    expect(outside.running()).toBe(0);
  });

  it('that hangs is given up, and ended', async () => {
    const outside = fakeOutside(new VirtualClock(), {
      follow: { tegrastats: { parts: [line('tx2')], everyS: 3600 } },
    });
    const probes = await probeBoard(outside.environment);
    expect(probes).toMatchObject([{ ok: false, fault: { code: 'meter-silent' } }]);
    expect(outside.running()).toBe(0);
  });

  it('is not spoken of where there is none', async () => {
    expect(await probeBoard(fakeOutside(new VirtualClock(), {}).environment)).toEqual([]);
  });

  it('is left alone where a made tree stands in for /sys', async () => {
    const { environment, running } = fakeOutside(new VirtualClock(), {
      follow: { tegrastats: { parts: [line('tx2')], everyS: 0.1 } },
    });
    expect(await probeBoard({ ...environment, synthetic: true })).toEqual([]);
    expect(running()).toBe(0);
  });
});
