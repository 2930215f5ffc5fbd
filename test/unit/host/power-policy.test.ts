import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hostTree, type HostTree } from '#host/host-tree.ts';
import { readClockPolicies, readPowerProfile } from '#host/power-policy.ts';
import { isRemoteScreen } from '#host/remote-screen.ts';

const roots: string[] = [];
afterEach(() => Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true }))));

async function tree(files: Record<string, string>): Promise<HostTree> {
  const root = await mkdtemp(join(tmpdir(), 'joulemark-policy-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return hostTree(root);
}

const policy = (number: number, governor: string, more: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries({ scaling_governor: governor, ...more }).map(([file, text]) => [
      `devices/system/cpu/cpufreq/policy${number}/${file}`,
      `${text}\n`,
    ]),
  );

describe('the ways in which clocks are ruled', () => {
  it('are told once each, whatever the number of processors', async () => {
    const intel = { scaling_driver: 'intel_pstate', energy_performance_preference: 'balance_performance' };
    const found = await readClockPolicies(
      await tree({
        ...policy(0, 'powersave', intel),
        ...policy(1, 'powersave', intel),
        ...policy(4, 'performance'),
      }),
    );
    expect(found).toEqual([
      { driver: 'intel_pstate', governor: 'powersave', preference: 'balance_performance' },
      { driver: null, governor: 'performance', preference: null },
    ]);
  });

  it('are unknown where nothing tells them', async () => {
    expect(await readClockPolicies(await tree({}))).toBeNull();
    expect(await readClockPolicies(await tree(policy(0, '')))).toBeNull();
  });
});

describe('the power profile', () => {
  it('is the firmware’s word, or unknown', async () => {
    expect(await readPowerProfile(await tree({ 'firmware/acpi/platform_profile': 'low-power\n' }))).toBe(
      'low-power',
    );
    expect(await readPowerProfile(await tree({}))).toBeNull();
  });
});

describe('a screen', () => {
  it.each([
    [{ SESSIONNAME: 'RDP-Tcp#3' }, true],
    [{ XRDP_SESSION: '1' }, true],
    [{ SSH_CONNECTION: '10.0.0.2 5000 10.0.0.1 22', DISPLAY: 'localhost:10.0' }, true],
    [{ SSH_CONNECTION: '10.0.0.2 5000 10.0.0.1 22', DISPLAY: ':0' }, false],
    [{ SESSIONNAME: 'Console', DISPLAY: ':0' }, false],
    [{}, false],
  ])('of %j is remote: %s', (env, remote) => {
    expect(isRemoteScreen(env)).toBe(remote);
  });
});
