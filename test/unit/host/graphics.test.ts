import type { Systeminformation } from 'systeminformation';
import { describe, expect, it } from 'vitest';
import { isSoftwareAdapter, vendorName } from '#core/graphics.ts';
import { cardOf, readGraphics } from '#host/graphics.ts';
import { appleNpus, linuxNpus, readNpus, windowsNpus } from '#host/npus.ts';

type Controller = Systeminformation.GraphicsControllerData;

const controller = (changes: Partial<Controller>): Controller => ({
  ...{ vendor: '', model: '', bus: '', vram: null, vramDynamic: false },
  ...changes,
});

describe('an entry of systeminformation', () => {
  it('has null for its zeros, empty strings and words for nothing', () => {
    const blank = { vendor: ' ', model: '', vram: 0, driverVersion: 'Unknown', busAddress: '-' };
    expect(cardOf(controller(blank))).toEqual({
      ...{ vendor: null, model: null, driver: null, memoryBytes: null, address: null, kind: null },
    });
  });

  it.each([NaN, -1, null])('has no memory where it says %s', (vram) => {
    expect(cardOf(controller({ vram })).memoryBytes).toBeNull();
  });

  it('counts memory in bytes, and not what is taken from the machine’s own', () => {
    expect(cardOf(controller({ vram: 8192 })).memoryBytes).toBe(8 * 2 ** 30);
    expect(cardOf(controller({ vram: 2048, vramDynamic: true })).memoryBytes).toBeNull();
    expect(cardOf(controller({ vram: 4096, memoryTotal: 24564 })).memoryBytes).toBe(24564 * 2 ** 20);
  });

  it('takes the name on the box before the chip’s, and the maker from the model if need be', () => {
    const card = cardOf(controller({ model: 'AD102 [GeForce RTX 4090]', name: 'NVIDIA GeForce RTX 4090' }));
    expect(card).toMatchObject({ model: 'NVIDIA GeForce RTX 4090', kind: 'discrete' });
    expect(cardOf(controller({ model: 'Intel(R) UHD Graphics 630' })).vendor).toBe('Intel');
  });

  it.each([
    ['Intel Corporation', 'Intel(R) UHD Graphics 630', 'integrated'],
    ['Intel Corporation', 'Intel(R) Arc(TM) Graphics', 'integrated'],
    ['Intel Corporation', 'Intel(R) Arc(TM) A770 Graphics', 'discrete'],
    ['Intel Corporation', 'DG2 [Arc A750]', 'discrete'],
    ['Advanced Micro Devices, Inc.', 'AMD Radeon(TM) Graphics', 'integrated'],
    ['Advanced Micro Devices, Inc.', 'AMD Radeon 780M', 'integrated'],
    ['Advanced Micro Devices, Inc. [AMD/ATI]', 'Cezanne [Radeon Vega Series]', 'integrated'],
    ['Advanced Micro Devices, Inc.', 'AMD Radeon RX 7600M XT', 'discrete'],
    ['Advanced Micro Devices, Inc. [AMD/ATI]', 'Navi 31 [Radeon RX 7900 XTX]', 'discrete'],
    ['NVIDIA', 'NVIDIA GeForce RTX 4060 Laptop GPU', 'discrete'],
    ['NVIDIA', 'NVIDIA Tegra Orin (nvgpu)', 'integrated'],
    ['Qualcomm Incorporated', 'Qualcomm(R) Adreno(TM) X1-85 GPU', 'integrated'],
    ['Broadcom', 'VideoCore VII', 'integrated'],
    ['Microsoft', 'Microsoft Basic Render Driver', 'software'],
    ['Mesa', 'llvmpipe (LLVM 15.0.7, 256 bits)', 'software'],
    ['Cirrus Logic', 'GD 5446', null],
  ])('guesses what %s %s is', (vendor, model, kind) => {
    expect(cardOf(controller({ vendor, model })).kind).toBe(kind);
  });

  it('an adapter that is built in is no card', () => {
    const apple = controller({ vendor: 'Apple', model: 'Apple M2 Pro', bus: 'Built-In', vramDynamic: true });
    expect(cardOf(apple)).toMatchObject({ kind: 'integrated', memoryBytes: null });
  });

  it('this machine’s own are read without complaint', async () => {
    for (const { memoryBytes } of await readGraphics()) expect(memoryBytes).not.toBe(0);
  });
});

describe('the names of adapters', () => {
  it.each(['SwiftShader Device', 'llvmpipe', 'Microsoft Basic Render Driver', 'Microsoft Direct3D WARP'])(
    '%s is software',
    (name) => expect(isSoftwareAdapter(name)).toBe(true),
  );

  it.each(['NVIDIA Warpspeed', 'AMD Radeon', 'Apple M2'])('%s is not', (name) => {
    expect(isSoftwareAdapter(name)).toBe(false);
  });

  it.each([
    ['nvidia', 'NVIDIA'],
    ['0x10de', 'NVIDIA'],
    ['Advanced Micro Devices, Inc. [AMD/ATI]', 'AMD'],
    ['Intel Corporation', 'Intel'],
    ['Matrox', null],
    [null, null],
  ])('%s is made by %s', (text, vendor) => expect(vendorName(text)).toBe(vendor));
});

describe('neural processors', () => {
  it('every Apple M processor has one', () => {
    expect(appleNpus('Apple M4 Max')).toEqual([{ vendor: 'Apple', name: 'Neural Engine of Apple M4 Max' }]);
    expect(appleNpus('Intel(R) Core(TM) i9-9880H CPU @ 2.30GHz')).toEqual([]);
    expect(appleNpus(null)).toEqual([]);
  });

  it('Windows lists a name a line', () => {
    expect(windowsNpus('Intel(R) AI Boost\r\nNPU Compute Accelerator Device\r\n\r\n')).toEqual([
      { vendor: 'Intel', name: 'Intel(R) AI Boost' },
      { vendor: null, name: 'NPU Compute Accelerator Device' },
    ]);
    expect(windowsNpus('')).toEqual([]);
  });

  it('Linux has a module for each that it drives', () => {
    expect(linuxNpus(['ext4', 'intel_vpu'])).toEqual([{ vendor: 'Intel', name: 'Intel NPU' }]);
    expect(linuxNpus([])).toEqual([]);
  });

  it.each(['linux', 'darwin', 'win32', 'freebsd'])(
    'are asked for on %s without complaint',
    async (platform) => {
      expect(await readNpus(platform, 'Apple M1')).toBeInstanceOf(Array);
    },
  );
});
