import { describe, expect, it } from 'vitest';
import { judgeAdapter, type Seen } from '#inference/worker/providers/adapter.ts';
import { GPU_DEVICE_FILE, mappedFiles } from '#inference/worker/providers/driver-libraries.ts';
import { engineCounts, enginesThatWorked } from '#inference/worker/providers/engine-time.ts';

/** Lines as the kernel writes them; the first two were recorded here. */
const MAPS = {
  swiftShader: `7f3c5a200000-7f3c5a2c6000 r--p 00000000 08:01 1713 /root/.cache/joulemark/electron-33.2.1-b56dc116/libvk_swiftshader.so
7f3c5b000000-7f3c5b01a000 r--p 00000000 08:01 1712 /root/.cache/joulemark/electron-33.2.1-b56dc116/libvulkan.so.1
7f3c5c000000-7f3c5c001000 rw-p 00000000 00:00 0 \n`,
  llvmpipe: '7f01a0000000-7f01a0c00000 r-xp 00000000 08:01 99 /usr/lib/x86_64-linux-gnu/libvulkan_lvp.so\n',
  radeon: '7f02a0000000-7f02a0c00000 r-xp 00000000 08:01 98 /usr/lib/x86_64-linux-gnu/libvulkan_radeon.so\n',
  intel: '7f03a0000000-7f03a0c00000 r-xp 00000000 08:01 97 /usr/lib/x86_64-linux-gnu/libvulkan_intel.so\n',
  nvidia: `7f04a0000000-7f04a0c00000 r-xp 00000000 08:01 96 /usr/lib/x86_64-linux-gnu/libGLX_nvidia.so.550.54.14
7f05a0000000-7f05a0c00000 r-xp 00000000 08:01 95 /usr/lib/x86_64-linux-gnu/libnvidia-glvkspirv.so.550.54.14\n`,
  broadcom:
    'ffff9a000000-ffff9ac00000 r-xp 00000000 b3:02 94 /usr/lib/aarch64-linux-gnu/libvulkan_broadcom.so\n',
  other: '7f06a0000000-7f06a0c00000 r-xp 00000000 08:01 93 /usr/lib/x86_64-linux-gnu/libc.so.6\n',
};

const seen = (changes: Partial<Seen>): Seen => ({
  target: { provider: 'webgpu', unit: null },
  platform: 'linux',
  arch: 'x64',
  threads: 4,
  processors: 16,
  busyProcessors: 1.1,
  mapped: mappedFiles(MAPS.other),
  deviceFiles: [],
  enginesThatWorked: [],
  ...changes,
});
const onLinux = (maps: string, changes: Partial<Seen> = {}) =>
  judgeAdapter(seen({ mapped: mappedFiles(maps), ...changes }));

describe('WebGPU on Linux', () => {
  it.each([
    ['SwiftShader', MAPS.swiftShader],
    ['llvmpipe', MAPS.llvmpipe],
  ])('with %s alone runs in software, by name', (name, maps) => {
    expect(onLinux(maps)).toMatchObject({ name, kind: 'software', verified: true });
  });

  it.each([
    ['AMD', MAPS.radeon, '/dev/dri/renderD128', null],
    ['Intel', MAPS.intel, '/dev/dri/renderD128', null],
    ['NVIDIA', MAPS.nvidia, '/dev/nvidia0', null],
    ['Broadcom', MAPS.broadcom, '/dev/dri/renderD128', 'integrated'],
  ])('with the driver of %s alone and its device open runs there', (vendor, maps, device, kind) => {
    const adapter = onLinux(maps, { deviceFiles: [device] });
    expect(adapter).toMatchObject({ vendor, kind, name: null, verified: true });
    expect(adapter?.evidence).toContain(device);
  });

  it('with the drivers of two makers is on a real GPU, of which is not known', () => {
    const adapter = onLinux(MAPS.radeon + MAPS.nvidia, {
      deviceFiles: ['/dev/dri/renderD128', '/dev/nvidia0'],
    });
    expect(adapter).toMatchObject({ vendor: null, kind: null, verified: true });
  });

  it('with a real driver that opened no GPU beside a software one runs in software', () => {
    // A distribution installs Mesa's drivers together, and the loader maps all of them.
    const adapter = onLinux(MAPS.radeon + MAPS.intel + MAPS.llvmpipe);
    expect(adapter).toMatchObject({ name: 'llvmpipe', kind: 'software', verified: true });
  });

  it('with both kinds and a GPU open is not proven, and says why', () => {
    const adapter = onLinux(MAPS.radeon + MAPS.llvmpipe, { deviceFiles: ['/dev/dri/renderD128'] });
    expect(adapter).toMatchObject({ name: null, kind: null, verified: false });
    expect(adapter?.evidence).toMatch(/libvulkan_radeon\.so, libvulkan_lvp\.so.*prefers the real one/);
  });

  it('with both kinds is on the GPU if the kernel counted its work', () => {
    const adapter = onLinux(MAPS.radeon + MAPS.llvmpipe, {
      deviceFiles: ['/dev/dri/renderD128'],
      enginesThatWorked: ['amdgpu'],
    });
    expect(adapter).toMatchObject({ vendor: 'AMD', verified: true });
    expect(adapter?.evidence).toContain('amdgpu counted work');
  });

  it('with no driver that is known is unknown, not hardware', () => {
    expect(onLinux(MAPS.other)).toMatchObject({ name: null, vendor: null, kind: null, verified: false });
    expect(onLinux(MAPS.radeon)).toMatchObject({ kind: null, verified: false });
  });
});

describe('the processor time', () => {
  const everyProcessor = { busyProcessors: 15.2, processors: 16, threads: 4 };

  it.each([
    ['webgpu', 'win32'],
    ['dml', 'win32'],
    ['webgpu', 'darwin'],
  ] as const)(
    'tells software for %s on %s where the session’s threads cannot be it',
    (provider, platform) => {
      const adapter = judgeAdapter(
        seen({ target: { provider, unit: null }, platform, mapped: null, ...everyProcessor }),
      );
      expect(adapter).toMatchObject({ kind: 'software', name: null, verified: true });
      expect(adapter?.evidence).toContain('15.2 of 16 processors');
    },
  );

  it('tells software on Linux where a GPU is open beside a software renderer', () => {
    const adapter = onLinux(MAPS.radeon + MAPS.llvmpipe, {
      deviceFiles: ['/dev/dri/renderD128'],
      ...everyProcessor,
    });
    expect(adapter).toMatchObject({ kind: 'software' });
  });

  it.each([
    ['all its threads may be spinning', { busyProcessors: 15.2, processors: 16, threads: 16 }],
    ['two processors are not enough to tell', { busyProcessors: 1.9, processors: 2, threads: 1 }],
    ['many are busy, but not most', { busyProcessors: 8, processors: 32, threads: 4 }],
  ])('tells nothing where %s', (_why, busy) => {
    const adapter = judgeAdapter(
      seen({ target: { provider: 'dml', unit: '0' }, platform: 'win32', mapped: null, ...busy }),
    );
    expect(adapter).toMatchObject({ kind: null, verified: false });
  });
});

describe('other providers', () => {
  const on = (
    provider: 'cuda' | 'tensorrt' | 'dml' | 'coreml' | 'cpu' | 'webgpu',
    unit: string | null,
    changes = {},
  ) => judgeAdapter(seen({ target: { provider, unit }, ...changes }));

  it('CUDA and TensorRT are NVIDIA’s', () => {
    expect(on('cuda', '0')).toMatchObject({ vendor: 'NVIDIA', kind: 'discrete', verified: true });
    expect(on('tensorrt', null)).toMatchObject({ vendor: 'NVIDIA', verified: true });
    // A Jetson's GPU is part of its chip, a server's is not.
    expect(on('cuda', '0', { arch: 'arm64' })).toMatchObject({ kind: null, verified: true });
  });

  it('Core ML keeps to the processor when told so, and is not believed otherwise', () => {
    const onMac = { platform: 'darwin', arch: 'arm64', mapped: null, deviceFiles: null };
    expect(on('coreml', 'cpuOnly', onMac)).toMatchObject({ kind: 'cpu', verified: true });
    for (const unit of ['cpuAndGPU', 'cpuAndNeuralEngine', 'all', null]) {
      expect(on('coreml', unit, onMac)).toMatchObject({ kind: null, verified: false });
    }
  });

  it('WebGPU on macOS is Metal, on Apple’s own GPU where the chip is Apple’s', () => {
    const onMac = { platform: 'darwin', arch: 'arm64', mapped: null, deviceFiles: null };
    expect(on('webgpu', null, onMac)).toMatchObject({ vendor: 'Apple', kind: 'integrated', verified: true });
    expect(on('webgpu', null, { ...onMac, arch: 'x64' })).toMatchObject({
      vendor: null,
      kind: null,
      verified: true,
    });
  });

  it('DirectML and WebGPU on Windows say nothing by themselves', () => {
    const onWindows = { platform: 'win32', mapped: null, deviceFiles: null };
    expect(on('dml', '1', onWindows)).toMatchObject({ vendor: null, kind: null, verified: false });
    expect(on('webgpu', null, onWindows)).toMatchObject({ vendor: null, kind: null, verified: false });
  });

  it('the processor has no adapter', () => {
    expect(on('cpu', null)).toBeNull();
  });
});

describe('the kernel’s counts', () => {
  // As in the kernel's Documentation/gpu: panfrost.rst, and the drivers' own comments.
  const PANFROST = `pos:    0\nflags:  02400002\ndrm-driver:     panfrost\ndrm-client-id:  14
drm-engine-fragment:    1846584880 ns\ndrm-cycles-fragment:    1424359409\ndrm-maxfreq-fragment:   799999987 Hz
drm-total-memory:       290 MiB\n`;
  const I915 = (renderNs: number) => `pos:\t0\nflags:\t0100002\ndrm-driver:\ti915\ndrm-client-id:\t7
drm-engine-render:\t${renderNs} ns\ndrm-engine-capacity-video:\t2\ndrm-engine-video:\t0 ns\n`;
  const XE = (cycles: number) =>
    `drm-driver:\txe\ndrm-cycles-ccs:\t${cycles}\ndrm-total-cycles-ccs:\t7655183225\n`;
  const PIPE = 'pos:\t0\nflags:\t02004002\nmnt_id:\t15\n';

  it('are read by driver; capacities, frequencies, memory and totals are not work', () => {
    expect([...engineCounts([PANFROST, PIPE])]).toEqual([['panfrost', 1_846_584_880n + 1_424_359_409n]]);
    expect([...engineCounts([I915(5), I915(7)])]).toEqual([['i915', 12n]]);
    expect([...engineCounts([XE(9)])]).toEqual([['xe', 9n]]);
  });

  it('tell which engines worked between two readings', () => {
    const between = (before: string[], after: string[]) =>
      enginesThatWorked(engineCounts(before), engineCounts(after));
    expect(between([I915(5)], [I915(6)])).toEqual(['i915']);
    expect(between([], [XE(1)])).toEqual(['xe']);
    expect(between([I915(5)], [I915(5)])).toEqual([]);
    expect(between([PIPE], [PIPE])).toEqual([]);
  });
});

it('device files of GPUs are told from other files', () => {
  for (const path of ['/dev/dri/renderD128', '/dev/nvidia0', '/dev/kgsl-3d0', '/dev/mali0', '/dev/dxg']) {
    expect(path).toMatch(GPU_DEVICE_FILE);
  }
  for (const path of ['/dev/null', '/dev/nvidiactl', '/home/me/dev/dri/x']) {
    expect(path).not.toMatch(GPU_DEVICE_FILE);
  }
});

it('mapped files are told once each, also those that were deleted since', () => {
  const maps = `${MAPS.other}${MAPS.other}7f07-7f08 r-xp 00000000 00:01 3 /memfd:swiftshader_jit (deleted)\n`;
  expect(mappedFiles(maps)).toEqual(['/usr/lib/x86_64-linux-gnu/libc.so.6', '/memfd:swiftshader_jit']);
});
