import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceStatus } from '#core/devices.ts';
import { Fault } from '#core/errors.ts';
import { discover } from '#inference/devices/discover.ts';
import type { FindDevicesOptions } from '#runner/devices.ts';
import { VIRTUAL_MACHINE } from '#test/fixtures/devices/linux.ts';
import { environmentOf } from '#test/support/described-machine.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';

let cli: FakeCli;
let asked: FindDevicesOptions[];
let closed: number;

/** The command line on a machine without a GPU. */
function answer(find: (options: FindDevicesOptions) => Promise<DeviceStatus[]>): void {
  const { openLaunchers } = cli.context;
  Object.assign(cli.context, {
    findDevices: (options: FindDevicesOptions) => {
      asked.push(options);
      return find(options);
    },
    openLaunchers: (places: Parameters<typeof openLaunchers>[0]) => ({
      ...openLaunchers(places),
      close: async () => {
        closed += 1;
      },
    }),
  });
}

beforeEach(() => {
  cli = fakeCli();
  asked = [];
  closed = 0;
  answer(({ targets }) => discover(environmentOf(VIRTUAL_MACHINE), targets));
});
afterEach(() => rmSync(cli.folder, { recursive: true, force: true }));

describe('joulemark devices', () => {
  it('succeeds when it could look, though nothing but the processor is there', async () => {
    const { code, stdout, stderr } = await cli.run('devices');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('sudo apt-get install libvulkan1 mesa-vulkan-drivers');
    expect(asked[0]?.targets).toBeNull();
    expect(closed).toBe(1);
  });

  it('prints the statuses as JSON', async () => {
    const { stdout } = await cli.run('devices', '--json', '--providers', 'cpu,webgpu');
    expect(JSON.parse(stdout)).toEqual({
      devices: await discover(environmentOf(VIRTUAL_MACHINE), asked[0]?.targets ?? null),
    });
    expect(asked[0]?.targets).toEqual([
      { provider: 'cpu', unit: null },
      { provider: 'webgpu', unit: null },
    ]);
  });

  it('names the nearest provider for one that there is not, and opens nothing', async () => {
    const { code, stderr } = await cli.run('devices', '--providers', 'wegpu');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "webgpu"?');
    expect([asked.length, closed]).toEqual([0, 0]);
  });

  it('ends at Ctrl-C, and closes what it opened', async () => {
    const untilStopped = ({ signal }: FindDevicesOptions): Promise<DeviceStatus[]> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Fault('interrupted', 'Stopped.')));
        cli.interrupt();
      });
    answer(untilStopped);
    expect((await cli.run('devices')).code).toBe(130);
    expect(closed).toBe(1);
  });
});
