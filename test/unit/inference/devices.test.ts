import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceState, DeviceStatus } from '#core/devices.ts';
import { Fault } from '#core/errors.ts';
import { ADAPTER_KINDS } from '#core/placement.ts';
import { parseTarget } from '#core/providers.ts';
import { discover } from '#inference/devices/discover.ts';
import { APPLE_SILICON } from '#test/fixtures/devices/apple-silicon.ts';
import {
  JETSON,
  NVIDIA_DRIVER_TOO_OLD,
  NVIDIA_WITH_CUDA,
  NVIDIA_WITHOUT_CUDA,
  ONLY_LLVMPIPE,
  TWO_AMD_GPUS,
  TWO_NVIDIA_CARDS,
  VIRTUAL_MACHINE,
} from '#test/fixtures/devices/linux.ts';
import { WINDOWS_ON_ARM } from '#test/fixtures/devices/windows-on-arm.ts';
import { WINDOWS_TWO_GPUS } from '#test/fixtures/devices/windows-two-gpus.ts';
import { environmentOf, failed, ranOn, type DescribedMachine } from '#test/support/described-machine.ts';

async function devicesOf(machine: DescribedMachine): Promise<ReadonlyMap<string, DeviceStatus>> {
  const statuses = await discover(environmentOf(machine), null);
  return new Map(statuses.map((status) => [status.target, status]));
}

async function statesOf(machine: DescribedMachine): Promise<Record<string, DeviceState>> {
  return Object.fromEntries([...(await devicesOf(machine))].map(([target, { state }]) => [target, state]));
}

describe('Windows with two GPUs and the software adapter', () => {
  it('counts an adapter a number, the software one last and as no GPU', async () => {
    expect(await statesOf(WINDOWS_TWO_GPUS)).toEqual({
      cpu: 'ready',
      webgpu: 'unverified',
      'dml:0': 'ready',
      'dml:1': 'ready',
      'dml:2': 'unavailable',
      wasm: 'ready',
      'web-webgpu': 'ready',
      'webnn:cpu': 'ready',
      'webnn:gpu': 'unverified',
      'webnn:npu': 'unverified',
    } satisfies Record<string, DeviceState>);
  });

  it('names each adapter with the driver and memory that the system tells of it', async () => {
    const devices = await devicesOf(WINDOWS_TWO_GPUS);
    expect(devices.get('dml:0')).toMatchObject({
      name: 'Intel(R) Arc(TM) Graphics',
      driver: '31.0.101.5186',
      memoryBytes: null,
    });
    expect(devices.get('dml:1')).toMatchObject({
      name: 'NVIDIA GeForce RTX 4060 Laptop GPU',
      driver: '551.86',
      memoryBytes: 8188 * 2 ** 20,
    });
    expect(devices.get('dml:2')).toMatchObject({
      name: 'Microsoft Basic Render Driver',
      adapter: { kind: 'software' },
      fault: {
        message: expect.stringMatching(/is Microsoft Basic Render Driver, which is no GPU .*80070057/),
      },
    });
  });

  it('does not say which of two adapters it was where nothing tells', async () => {
    const { trials } = WINDOWS_TWO_GPUS;
    const quiet = { ...trials, 'dml:0': ranOn({ dml: 1 }, { verified: true }) };
    const device = (await devicesOf({ ...WINDOWS_TWO_GPUS, trials: quiet })).get('dml:0');
    expect(device).toMatchObject({ state: 'ready', name: null, vendor: null, driver: null });
  });

  it('calls the software adapter software where a session ran on it', async () => {
    const { trials } = WINDOWS_TWO_GPUS;
    const allowed = { ...trials, 'dml:2': ranOn({ dml: 1 }, { verified: true }) };
    const device = (await devicesOf({ ...WINDOWS_TWO_GPUS, trials: allowed })).get('dml:2');
    expect(device).toMatchObject({ state: 'software', name: 'Microsoft Basic Render Driver' });
  });

  it('says what there is to say of an NPU that nothing verifies', async () => {
    const device = (await devicesOf(WINDOWS_TWO_GPUS)).get('webnn:npu');
    expect(device?.fault?.message).toContain('does not say whether on the NPU');
    expect(device?.fault?.message).toContain('The system names Intel(R) AI Boost');
    expect(device?.fault?.message).toContain('took 3 % of the processor time');
    expect(device?.name).toBeNull();
  });
});

describe('Windows on Arm with an NPU', () => {
  it('names the NPU that a session proved, and the one GPU that there is', async () => {
    const devices = await devicesOf(WINDOWS_ON_ARM);
    expect(devices.get('webnn:npu')).toMatchObject({
      state: 'ready',
      vendor: 'Qualcomm',
      name: expect.stringContaining('Hexagon(TM) NPU'),
    });
    expect(devices.get('dml:0')).toMatchObject({
      state: 'ready',
      name: 'Qualcomm(R) Adreno(TM) X1-85 GPU',
      driver: '31.0.96.0',
      memoryBytes: null,
    });
    expect(devices.get('webnn:gpu')).toMatchObject({ state: 'ready', driver: '31.0.96.0' });
  });

  it('a number without an adapter behind it is still asked for on Windows without any card', async () => {
    const trials = { ...WINDOWS_ON_ARM.trials, 'dml:0': failed('provider-missing', '887A0002') };
    const states = await statesOf({ ...WINDOWS_ON_ARM, controllers: [], trials });
    expect(states['dml:0']).toBe('unavailable');
  });
});

describe('Apple silicon', () => {
  it('has the four compute units of Core ML, each with its own claim', async () => {
    const devices = await devicesOf(APPLE_SILICON);
    expect(await statesOf(APPLE_SILICON)).toMatchObject({
      cpu: 'ready',
      webgpu: 'ready',
      'coreml:cpuOnly': 'ready',
      'coreml:cpuAndGPU': 'unverified',
      'coreml:cpuAndNeuralEngine': 'unverified',
      'coreml:all': 'fell-back',
    });
    expect(devices.get('coreml:cpuOnly')?.device).toBe('cpu');
    expect(devices.get('coreml:cpuAndNeuralEngine')?.device).toBe('npu');
    expect(devices.get('webgpu')).toMatchObject({ name: 'Apple M2 Pro', vendor: 'Apple' });
  });

  it('says where the work went, and offers no command where none helps', async () => {
    const all = (await devicesOf(APPLE_SILICON)).get('coreml:all');
    expect(all?.fault?.message).toBe('coreml:all executed 40 % of the node time of a small model; cpu 60 %');
    expect(all?.fix).toBeNull();
  });

  it('a GPU that answers for the neural engine is not the neural engine', async () => {
    const trial = ranOn({ coreml: 1 }, { kind: 'integrated', vendor: 'Apple' });
    const trials = { ...APPLE_SILICON.trials, 'coreml:cpuAndNeuralEngine': trial };
    const device = (await devicesOf({ ...APPLE_SILICON, trials })).get('coreml:cpuAndNeuralEngine');
    expect(device?.state).toBe('fell-back');
    expect(device?.fault?.message).toContain('computed on the GPU');
  });
});

describe('Linux with an NVIDIA card', () => {
  it('offers the step that brings CUDA, and the one that takes it away', async () => {
    const cuda = (await devicesOf(NVIDIA_WITHOUT_CUDA)).get('cuda');
    expect(cuda).toMatchObject({
      state: 'unavailable',
      name: 'NVIDIA GeForce RTX 4090',
      driver: '550.54.14',
    });
    expect(cuda?.fix).toBe('joulemark devices enable cuda\n# To undo it: joulemark devices disable cuda\n');
  });

  it('what fell back is not called by the name of a card that it did not use', async () => {
    const webnn = (await devicesOf(NVIDIA_WITH_CUDA)).get('webnn:gpu');
    expect(webnn).toMatchObject({ name: null, vendor: null, driver: null, memoryBytes: null });
  });

  it('names the card, once, from nvidia-smi', async () => {
    const cuda = (await devicesOf(NVIDIA_WITH_CUDA)).get('cuda');
    expect(cuda).toMatchObject({
      state: 'ready',
      unit: null,
      name: 'NVIDIA GeForce RTX 4090',
      driver: '550.54.14',
      memoryBytes: 24564 * 2 ** 20,
      fault: null,
      fix: null,
    });
  });

  it('says which packages TensorRT lacks', async () => {
    const tensorrt = (await devicesOf(NVIDIA_WITH_CUDA)).get('tensorrt');
    expect(tensorrt?.fix).toContain('sudo apt-get install libnvinfer10');
    expect(tensorrt?.fix).toContain('# To undo it: sudo apt-get remove libnvinfer10');
  });

  it('numbers two cards, and says of each only what holds for both', async () => {
    const devices = await devicesOf(TWO_NVIDIA_CARDS);
    for (const target of ['cuda:0', 'cuda:1']) {
      expect(devices.get(target)).toMatchObject({
        ...{ state: 'ready', vendor: 'NVIDIA', driver: '550.54.14', name: null, memoryBytes: null },
      });
    }
    expect(devices.has('cuda')).toBe(false);
  });

  it('asks for a newer driver where it is too old, not for CUDA again', async () => {
    const devices = await devicesOf(NVIDIA_DRIVER_TOO_OLD);
    expect(devices.get('cuda')?.fix).toContain('sudo apt-get install nvidia-driver');
    expect(devices.get('cuda')?.fix).not.toContain('enable cuda');
    expect(devices.get('webgpu')?.fix).toContain('sudo apt-get install nvidia-driver libvulkan1');
  });

  it('asks for CUDA again where one of its libraries is gone', async () => {
    const lost = failed('provider-failed', 'libcudnn.so.9 cannot be opened');
    const trials = { ...NVIDIA_WITH_CUDA.trials, cuda: lost };
    const cuda = (await devicesOf({ ...NVIDIA_WITH_CUDA, trials })).get('cuda');
    expect(cuda?.fix).toContain('joulemark devices enable cuda');
  });

  it('WebNN, which has nothing behind it on Linux, fell back', async () => {
    expect(await statesOf(NVIDIA_WITH_CUDA)).toMatchObject({
      'webnn:cpu': 'fell-back',
      'webnn:gpu': 'fell-back',
      'webnn:npu': 'fell-back',
    });
  });
});

describe('Linux with two AMD GPUs', () => {
  it('knows the one that the driver named from its entry in the PCI list', async () => {
    const webgpu = (await devicesOf(TWO_AMD_GPUS)).get('webgpu');
    expect(webgpu).toMatchObject({
      state: 'ready',
      name: 'AMD Radeon RX 7900 XTX (RADV NAVI31)',
      memoryBytes: 24560 * 2 ** 20,
    });
  });

  it.each([
    ['its kind', { vendor: 'AMD', kind: 'discrete' as const }, 'Navi 31 [Radeon RX 7900 XT/7900 XTX/7900M]'],
    ['its kind', { vendor: 'AMD', kind: 'integrated' as const }, 'Raphael'],
    ['nothing but the maker', { vendor: 'AMD' }, null],
    ['another maker', { vendor: 'Intel' }, null],
  ])('and from %s as far as that goes', async (_by, adapter, name) => {
    const trials = { ...TWO_AMD_GPUS.trials, webgpu: ranOn({ webgpu: 1 }, adapter) };
    expect((await devicesOf({ ...TWO_AMD_GPUS, trials })).get('webgpu')?.name).toBe(name);
  });

  it('CUDA is of no use, and says so before the command', async () => {
    expect((await devicesOf(TWO_AMD_GPUS)).get('cuda')?.fix).toMatch(/^# No NVIDIA card was seen here/);
  });
});

describe('a virtual machine without a GPU', () => {
  it('has a processor, and says how the others are mended', async () => {
    const devices = await devicesOf(VIRTUAL_MACHINE);
    expect(devices.get('cpu')).toMatchObject({
      state: 'ready',
      name: 'AMD EPYC',
      vendor: 'AMD',
      fault: null,
    });
    expect(devices.get('webgpu')?.fix).toMatch(/^sudo apt-get install libvulkan1 mesa-vulkan-drivers\n/);
    expect(devices.get('webgpu')?.fix).toContain('labelled software');
    expect(devices.get('webgpu')?.name).toBeNull();
  });

  it('without Electron no page is tried, and each target says so with the command that brings one', async () => {
    const tried: string[] = [];
    const statuses = await discover(environmentOf(VIRTUAL_MACHINE, tried), null);
    expect(tried).toEqual(['cpu', 'webgpu']);
    const web = statuses.filter(({ runtime }) => runtime === 'web');
    expect(web.map(({ target }) => target)).toEqual([
      ...['wasm', 'web-webgpu', 'webnn:cpu', 'webnn:gpu', 'webnn:npu'],
    ]);
    for (const { state, fault, fix } of web) {
      expect([state, fault?.code]).toEqual(['unavailable', 'runtime-missing']);
      expect(fix).toContain('npm start');
    }
  });
});

describe('a machine whose only adapter is llvmpipe', () => {
  it('calls it software, whatever it claims', async () => {
    const webgpu = (await devicesOf(ONLY_LLVMPIPE)).get('webgpu');
    expect(webgpu).toMatchObject({
      state: 'software',
      name: 'llvmpipe (LLVM 15.0.7, 256 bits)',
      memoryBytes: null,
    });
    expect(webgpu?.fault?.message).toContain('the processor does the work');
  });
});

describe('Jetson', () => {
  it('has its GPU through Vulkan only', async () => {
    const devices = await devicesOf(JETSON);
    expect(devices.get('webgpu')).toMatchObject({ state: 'ready', name: 'NVIDIA Tegra Orin (nvgpu)' });
    expect(devices.has('cuda')).toBe(false);
  });

  it('is told how a page comes without a screen', async () => {
    expect((await devicesOf(JETSON)).get('wasm')?.fix).toContain('sudo apt-get install xvfb xauth');
  });

  it('is not told to install a driver of a package that it has not', async () => {
    const controllers = [{ vendor: 'NVIDIA', model: 'Tegra Orin', bus: '', vram: null, vramDynamic: true }];
    const trials = { ...JETSON.trials, webgpu: VIRTUAL_MACHINE.trials['webgpu']! };
    const fix = (await devicesOf({ ...JETSON, controllers, trials })).get('webgpu')?.fix;
    expect(fix).toContain('libvulkan1');
    expect(fix).not.toContain('nvidia-driver');
  });
});

describe('what is asked for by name', () => {
  const find = (machine: DescribedMachine, ...names: string[]) =>
    discover(
      environmentOf(machine),
      names.map((name) => parseTarget(name)!),
    );

  it('a provider of another platform is a status with its reason', async () => {
    const [dml] = await find(JETSON, 'dml:0');
    expect(dml).toMatchObject({ target: 'dml:0', state: 'unavailable', fix: null });
    expect(dml?.fault?.message).toContain('ONNX Runtime for linux arm64 has no provider dml');
  });

  it('a bare name stands for all of its units, and the processor comes first', async () => {
    const statuses = await find(WINDOWS_TWO_GPUS, 'dml', 'dml:1', 'webnn:npu', 'cpu');
    expect(statuses.map(({ target }) => target)).toEqual(['cpu', 'dml:0', 'dml:1', 'dml:2', 'webnn:npu']);
  });
});

describe('a trial that goes wrong', () => {
  const dying = (error: unknown) => {
    const environment = environmentOf(NVIDIA_WITH_CUDA);
    return {
      ...environment,
      tryTarget: (target: Parameters<typeof environment.tryTarget>[0]) =>
        target.provider === 'webgpu' ? Promise.reject(error) : environment.tryTarget(target),
    };
  };

  it('is a status with the reason, and the others go on', async () => {
    const statuses = await discover(dying(new Fault('worker-died', 'killed by SIGSEGV')), null);
    const states = new Map(statuses.map(({ target, state }) => [target, state]));
    expect(states.get('webgpu')).toBe('unavailable');
    expect(states.get('cuda')).toBe('ready');
    const webgpu = statuses.find(({ target }) => target === 'webgpu');
    expect(webgpu?.fault).toMatchObject({ code: 'worker-died', message: 'killed by SIGSEGV' });
    expect(webgpu?.placement).toBeNull();
  });

  it('is internal where nobody foresaw it', async () => {
    const statuses = await discover(dying(new TypeError('no such property')), null);
    expect(statuses.find(({ target }) => target === 'webgpu')?.fault?.code).toBe('internal');
  });

  it('ends everything where a person stopped it', async () => {
    await expect(discover(dying(new Fault('interrupted', 'Stopped.')), null)).rejects.toMatchObject({
      code: 'interrupted',
    });
  });

  it('a runtime that does not load at all is the reason of every native target', async () => {
    const backends = new Fault('worker-died', 'the binding could not be loaded');
    const statuses = await discover({ ...environmentOf(JETSON), backends }, null);
    expect(statuses[0]).toMatchObject({
      target: 'cpu',
      state: 'unavailable',
      fault: { code: 'worker-died' },
    });
  });
});

describe('no trial', () => {
  const software = fc.constantFrom(
    ...[
      'SwiftShader Device (LLVM 10.0.0)',
      'llvmpipe (LLVM 15)',
      'Microsoft Basic Render Driver',
      'D3D12 (WARP)',
    ],
  );
  const adapter = fc.record({
    name: fc.option(fc.oneof(software, fc.string())),
    vendor: fc.option(fc.string()),
    kind: fc.option(fc.constantFrom(...ADAPTER_KINDS)),
    verified: fc.boolean(),
  });
  const machines = [WINDOWS_TWO_GPUS, APPLE_SILICON, TWO_NVIDIA_CARDS, ONLY_LLVMPIPE, JETSON];

  it('makes a software adapter, or less than half of the work, ready', async () => {
    const cases = fc.record({
      machine: fc.constantFrom(...machines),
      adapter: fc.option(adapter),
      own: fc.double({ min: 0, max: 1, noNaN: true }),
      cpuRatio: fc.option(fc.double({ min: 0, max: 20, noNaN: true })),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ machine, adapter, own, cpuRatio }) => {
        const environment = environmentOf({ ...machine, web: null });
        const statuses = await discover(
          {
            ...environment,
            tryTarget: ({ provider }) => Promise.resolve(ranOn(sharesOf(provider, own), adapter, cpuRatio)),
          },
          null,
        );
        for (const { state, placement, adapter, name, device, fault } of statuses) {
          if (state !== 'ready') continue;
          expect(fault).toBeNull();
          expect(own).toBeGreaterThanOrEqual(0.5);
          expect(placement).not.toBeNull();
          expect(adapter?.kind).not.toBe('software');
          expect(`${name}`).not.toMatch(/swiftshader|llvmpipe|basic render|warp/i);
          if (device !== 'cpu') expect(adapter?.verified).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  const sharesOf = (provider: string, own: number): Record<string, number> => {
    const placedAs = provider === 'wasm' ? 'cpu' : provider.replace('web-', '');
    return { [placedAs]: own, other: 1 - own };
  };
});
