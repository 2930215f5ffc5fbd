import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openHost } from '#host/conditions.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { removeTree } from '#test/support/sysfs/made-rapl.ts';

const roots: string[] = [];
afterEach(() => Promise.all(roots.splice(0).map(removeTree)));

async function tree(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'joulemark-host-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const conditionsOf = async (files: Record<string, string>) =>
  (await openHost(await tree(files))).conditions();

describe('conditions', () => {
  it('reads the package temperature, not that of the board', async () => {
    const { temperatureC } = await conditionsOf({
      'class/thermal/thermal_zone0/type': 'acpitz\n',
      'class/thermal/thermal_zone0/temp': '27800\n',
      'class/thermal/thermal_zone1/type': 'x86_pkg_temp\n',
      'class/thermal/thermal_zone1/temp': '61000\n',
    });
    expect(temperatureC).toBe(61);
  });

  it.each(['-44000', '0', '999000', 'hot', ''])('knows no temperature from %j', async (temp) => {
    const { temperatureC } = await conditionsOf({
      'class/thermal/thermal_zone0/type': 'x86_pkg_temp',
      'class/thermal/thermal_zone0/temp': temp,
    });
    expect(temperatureC).toBeNull();
  });

  it('counts a package’s throttle events once though every processor repeats them', async () => {
    const files: Record<string, string> = {};
    for (const [cpu, packageId, count] of [
      [0, 0, 30],
      [1, 0, 30],
      [2, 1, 6],
      [3, 1, 6],
    ] as const) {
      files[`devices/system/cpu/cpu${cpu}/thermal_throttle/package_throttle_count`] = `${count}\n`;
      files[`devices/system/cpu/cpu${cpu}/topology/physical_package_id`] = `${packageId}\n`;
    }
    expect((await conditionsOf(files)).throttleCount).toBe(36);
  });

  it('tells mains from battery by the supply’s type, whatever its name', async () => {
    const supply = { 'class/power_supply/ACAD/type': 'Mains\n' };
    expect((await conditionsOf({ ...supply, 'class/power_supply/ACAD/online': '1\n' })).onMains).toBe(true);
    expect((await conditionsOf({ ...supply, 'class/power_supply/ACAD/online': '0\n' })).onMains).toBe(false);
  });

  it('says null, never 0 or true, where there is nothing to read', async () => {
    const conditions = await conditionsOf({ 'empty/file': '' });
    expect(conditions).toMatchObject({ temperatureC: null, throttleCount: null, onMains: null });
  });
});

describe('the monotonic clock', () => {
  it('wakes at once when the signal aborts, and leaves no timer behind', async () => {
    const stop = new AbortController();
    const sleeping = monotonicClock.sleep(3600, stop.signal);
    stop.abort();
    await expect(sleeping).resolves.toBeUndefined();
    await expect(monotonicClock.sleep(3600, stop.signal)).resolves.toBeUndefined();
  });
});
