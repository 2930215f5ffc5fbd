import { describe, expect, it } from 'vitest';
import { discover } from '#inference/devices/discover.ts';
import { devicesText } from '#report/devices-report.ts';
import { widthOf } from '#report/terminal.ts';
import { APPLE_SILICON } from '#test/fixtures/devices/apple-silicon.ts';
import { NVIDIA_WITH_CUDA, VIRTUAL_MACHINE } from '#test/fixtures/devices/linux.ts';
import { WINDOWS_TWO_GPUS } from '#test/fixtures/devices/windows-two-gpus.ts';
import { environmentOf, type DescribedMachine } from '#test/support/described-machine.ts';

async function textOf(machine: DescribedMachine, width: number | null = null): Promise<string> {
  return devicesText(await discover(environmentOf(machine), null), width);
}

describe('the list of devices', () => {
  it.each([WINDOWS_TWO_GPUS, APPLE_SILICON, NVIDIA_WITH_CUDA])(
    'keeps to 80 columns (%#)',
    async (machine) => {
      const text = await textOf(machine, 80);
      const lines = text.split('\n').filter((line) => !line.startsWith('    '));
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
    },
  );

  it('says what a device is, with driver, memory and share of the work', async () => {
    expect(await textOf(NVIDIA_WITH_CUDA)).toContain(
      'cuda: NVIDIA CUDA; NVIDIA GeForce RTX 4090; discrete GPU; driver 550.54.14; 24.0 GiB; 100 % of node time ran on it',
    );
  });

  it('calls a software adapter no GPU', async () => {
    expect(await textOf(WINDOWS_TWO_GPUS)).toContain(
      'dml:2: DirectML; Microsoft Basic Render Driver; software, no GPU',
    );
  });

  it('shows the commands unbroken, however narrow the terminal', async () => {
    expect(await textOf(VIRTUAL_MACHINE, 40)).toContain(
      '\n  To mend it:\n    sudo apt-get install libvulkan1 mesa-vulkan-drivers\n    # To undo it: ',
    );
  });

  it('says once what keeps several targets from running', async () => {
    const text = await textOf(VIRTUAL_MACHINE);
    expect(text.split('There is no Electron here')).toHaveLength(2);
    expect(text).toContain('\nwasm, web-webgpu, webnn:cpu, webnn:gpu, webnn:npu\n');
  });

  it('ends with what is ready, or says that nothing is', async () => {
    expect(await textOf(VIRTUAL_MACHINE)).toMatch(
      /Ready, and proved by a session of a small model: cpu\.\n$/,
    );
    expect(devicesText([], 80)).toContain('None of these is ready.');
  });
});
