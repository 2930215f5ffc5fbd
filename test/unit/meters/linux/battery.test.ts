import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBattery, probeBatteryTree } from '#meters/linux/battery.ts';
import { batterySample, parseUevent } from '#meters/linux/battery-parse.ts';
import { findSupplies } from '#meters/linux/power-supplies.ts';
import type { SystemTree } from '#meters/linux/system-tree.ts';
import { treeFixture, type ListedFiles } from '#test/support/sysfs/listed-tree.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const SUPPLY = 'class/power_supply';
const clock = new VirtualClock();

async function powerW(tree: SystemTree): Promise<number | undefined> {
  const meter = openBattery(tree, clock, await findSupplies(tree));
  return (await meter.read()).powerW.get('battery');
}

const energy = (changed: ListedFiles = {}) => treeFixture('battery/energy.tree', changed);
const charge = (changed: ListedFiles = {}) => treeFixture('battery/charge.tree', changed);

function changedUevent(tree: SystemTree, path: string, from: RegExp, to: string): Promise<ListedFiles> {
  return tree.readText(path).then((text) => ({ [path]: text.replace(from, to) }));
}

describe('a battery', () => {
  it('gives its power from one reading of its uevent', async () => {
    expect(await powerW(energy())).toBe(9);
  });

  it('gives its power from its files where there is no uevent', async () => {
    expect(await powerW(energy({ [`${SUPPLY}/BAT1/uevent`]: { errno: 'ENOENT' } }))).toBe(7.5);
  });

  it('gives current times voltage, whatever the sign of the current', async () => {
    expect(await powerW(charge())).toBe(2.5);
  });

  it('is found by its type, whatever its name; a mouse’s is not the machine’s', async () => {
    expect((await findSupplies(energy())).batteries).toEqual([`${SUPPLY}/BAT1`]);
    expect((await findSupplies(charge())).batteries).toEqual([`${SUPPLY}/battery`]);
  });

  it('is added to the others', async () => {
    const uevent = await energy().readText(`${SUPPLY}/BAT1/uevent`);
    const second = { [`${SUPPLY}/BAT0/type`]: 'Battery', [`${SUPPLY}/BAT0/uevent`]: uevent };
    expect(await powerW(energy(second))).toBe(18);
  });

  it.each(['Charging', 'Not charging', 'Full', 'Unknown'])(
    'is not the source when it says %s',
    async (says) => {
      const path = `${SUPPLY}/BAT1/uevent`;
      const tree = energy(await changedUevent(energy(), path, /STATUS=\w+/, `STATUS=${says}`));
      await expect(powerW(tree)).rejects.toMatchObject({
        code: 'meter-not-source',
        message: expect.stringContaining(`BAT1 says ${says}`) as string,
      });
    },
  );

  it('is not the source while a second one is charged', async () => {
    const second = {
      [`${SUPPLY}/BAT0/type`]: 'Battery',
      [`${SUPPLY}/BAT0/uevent`]: 'POWER_SUPPLY_STATUS=Charging\nPOWER_SUPPLY_POWER_NOW=5000000',
    };
    await expect(powerW(energy(second))).rejects.toMatchObject({ code: 'meter-not-source' });
  });

  it.each([
    ['the mains', energy({ [`${SUPPLY}/ACAD/online`]: '1' })],
    ['a charger on USB', charge({ [`${SUPPLY}/usb/online`]: '1' })],
  ])('is not the source while %s is plugged in, though it says that it discharges', async (_, tree) => {
    await expect(powerW(tree)).rejects.toMatchObject({ code: 'meter-not-source' });
  });

  it('with 0 W while it discharges does not know its power', async () => {
    const path = `${SUPPLY}/BAT1/uevent`;
    const tree = energy(await changedUevent(energy(), path, /POWER_NOW=\d+/, 'POWER_NOW=0'));
    await expect(powerW(tree)).rejects.toMatchObject({ code: 'meter-unreadable' });
  });

  it('without power and current tells none', async () => {
    const path = `${SUPPLY}/battery/uevent`;
    const tree = charge({
      ...(await changedUevent(charge(), path, /POWER_SUPPLY_CURRENT_NOW=.*\n/, '')),
      [`${SUPPLY}/battery/status`]: 'Discharging',
    });
    await expect(powerW(tree)).rejects.toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining('tells no power') as string,
    });
  });
});

describe('a battery’s sample', () => {
  it('tells energy from charge by the least design voltage, not by the present one', async () => {
    const sample = batterySample(parseUevent(await charge().readText(`${SUPPLY}/battery/uevent`)));
    expect(sample.energyNowWh).toBeCloseTo(11.1, 9);
    expect(sample.energyFullWh).toBeCloseTo(14.8, 9);
    expect(sample).toMatchObject({
      currentA: 0.625,
      voltageV: 4,
      temperatureC: 31.2,
      energyFullDesignWh: null,
    });
  });

  it('has nothing that the text does not say', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const sample = batterySample(new Map([['power_now', text]]));
        expect(sample.powerW).toBe(/^-?\d{1,15}$/.test(text) ? Math.abs(Number(text)) / 1e6 : null);
        expect(sample.voltageV).toBeNull();
      }),
    );
  });

  it('survives names that are not text', () => {
    expect(parseUevent('POWER_SUPPLY_MODEL_NAME=\ufffd\ufffd=x\nnonsense\n').get('model_name')).toBe(
      '\ufffd\ufffd=x',
    );
  });
});

describe('probing the batteries', () => {
  it('finds one that discharges, with the period that firmware commonly has', async () => {
    const [probe] = await probeBatteryTree(energy(), new VirtualClock());
    expect(probe).toMatchObject({
      ok: true,
      lastReading: '9.0 W',
      meter: { info: { id: 'battery:power_supply', updatePeriodS: 15, resolutionJ: 135 } },
    });
  });

  it('says why one on mains is not used, and what to do', async () => {
    const tree = energy({ [`${SUPPLY}/ACAD/online`]: '1' });
    const [probe] = await probeBatteryTree(tree, new VirtualClock());
    expect(probe).toMatchObject({ ok: false, fault: { code: 'meter-not-source' } });
    expect(probe?.ok === false && probe.fault.remedy).toMatch(/Unplug/);
  });

  it('has nothing to say of a machine without one', async () => {
    const tree = treeFixture('battery/energy.tree', { [`${SUPPLY}/BAT1/type`]: 'Mains' });
    expect(await probeBatteryTree(tree, new VirtualClock())).toEqual([]);
  });
});
