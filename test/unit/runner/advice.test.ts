import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { lookForAdvice } from '#runner/advice.ts';

const roots: string[] = [];
afterEach(() => Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true }))));

async function sysfs(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'joulemark-advice-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${text}\n`);
  }
  return root;
}

/** However busy the machine is on which this test runs. */
const quiet = ({ code }: { code: string }) => code !== 'others-busy';

it('reads what the machine tells and judges it, within two seconds', async () => {
  const sysfsRoot = await sysfs({
    'class/power_supply/AC/type': 'Mains',
    'class/power_supply/AC/online': '0',
    'devices/system/cpu/cpufreq/policy0/scaling_governor': 'powersave',
    'devices/system/cpu/cpufreq/policy0/scaling_driver': 'acpi-cpufreq',
    'class/thermal/thermal_zone0/type': 'x86_pkg_temp',
    'class/thermal/thermal_zone0/temp': '91000',
  });
  const beganMs = performance.now();
  // sysfs knows better than the caller whether the machine is plugged in.
  const { advice, unread } = await lookForAdvice({
    sysfsRoot,
    onMains: true,
    screenEnv: { XRDP_SESSION: '1' },
  });
  expect(performance.now() - beganMs).toBeLessThan(2000);
  expect(advice.filter(quiet).map(({ code }) => code)).toEqual([
    ...['hot', 'on-battery', 'power-saving', 'remote-screen'],
  ]);
  expect(unread).toEqual(['whether the processor is slowed down']);
});

it('says nothing of what it cannot read but that it could not; the caller may know the source', async () => {
  const sysfsRoot = await sysfs({});
  const { advice, unread } = await lookForAdvice({ sysfsRoot });
  expect(advice.filter(quiet)).toEqual([]);
  expect(unread).toContain('whether it runs on battery');
  const told = await lookForAdvice({ sysfsRoot, onMains: false });
  expect(told.advice.filter(quiet).map(({ code }) => code)).toEqual(['on-battery']);
});
