import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import type { CounterMeter, ProbeResult } from '#core/ports.ts';
import type { NvmlAnswer, NvmlLibrary } from '#meters/nvidia/nvml-library.ts';
import { loadNvml } from '#meters/nvidia/nvml-library.ts';
import { probeNvml } from '#meters/nvidia/nvml.ts';
import { fakeEnvironment } from '#test/support/meters/fake-environment.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

interface FakeGpu {
  readonly name: string;
  /** Code in place of its energy; 0: it has one. */
  readonly code?: number;
  readonly mig?: boolean;
  readonly persistent?: boolean;
  readonly powerW?: number;
}

/** A driver whose counters move every 100 ms; it counts how often it is in use. */
class FakeNvml implements NvmlLibrary {
  users = 0;
  initCode = 0;
  readonly #gpus: readonly FakeGpu[];
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock, gpus: readonly FakeGpu[]) {
    this.#clock = clock;
    this.#gpus = gpus;
  }

  init() {
    if (this.initCode === 0) this.users += 1;
    return this.initCode;
  }

  shutdown() {
    this.users -= 1;
    return 0;
  }

  deviceCount() {
    return this.#ok(this.#gpus.length);
  }

  device(index: number) {
    return this.#ok(BigInt(index));
  }

  name(device: bigint) {
    return this.#ok(this.#gpu(device).name);
  }

  totalEnergyMj(device: bigint): NvmlAnswer<bigint> {
    const { code = 0, powerW = 50 } = this.#gpu(device);
    if (code !== 0) return { code, value: null };
    // Beyond 2^53: only whole counts keep the last digit.
    return this.#ok(2n ** 53n + 1n + BigInt(Math.floor(this.#clock.nowS() * 10) * powerW * 100));
  }

  persistent(device: bigint): NvmlAnswer<boolean> {
    const { persistent } = this.#gpu(device);
    return persistent === undefined ? { code: 3, value: null } : this.#ok(persistent);
  }

  mig(device: bigint) {
    return this.#ok(this.#gpu(device).mig === true);
  }

  #gpu(device: bigint): FakeGpu {
    return this.#gpus[Number(device)]!;
  }

  #ok<T>(value: T): NvmlAnswer<T> {
    return this.users > 0 ? { code: 0, value } : { code: 1, value: null };
  }
}

async function probe(gpus: readonly FakeGpu[]) {
  const clock = new VirtualClock();
  const library = new FakeNvml(clock, gpus);
  const results = await probeNvml(fakeEnvironment(clock), () => Promise.resolve(library));
  return { clock, library, results };
}

const counterOf = (result: ProbeResult | undefined): CounterMeter => {
  if (result?.ok !== true || result.meter.kind !== 'counter') throw new Error('no counter');
  return result.meter;
};

describe('NVML', () => {
  it('gives a counter of each GPU in mJ, with the period and power that were seen', async () => {
    const { results } = await probe([
      { name: 'Made A', powerW: 50 },
      { name: 'Made B', powerW: 9 },
    ]);
    expect(results.map((result) => result.ok && [result.meter.info.id, result.lastReading])).toEqual([
      ['nvml:0', expect.stringMatching(/^(49|5[01])\.\d W$/)],
      ['nvml:1', expect.stringMatching(/^(8|9)\.\d W$/)],
    ]);
    const { info, channels } = counterOf(results[0]);
    expect(info).toMatchObject({ tier: 'counter', summed: ['gpu'], resolutionJ: 5 });
    // With its vendor, by which it is told from another card.
    expect(info.deviceName).toBe('NVIDIA Made A');
    expect(info.updatePeriodS).toBeCloseTo(0.1, 2);
    expect(channels).toEqual([{ id: 'board', domain: 'gpu', unitJ: 1e-3, rangeCounts: null }]);
  });

  it('keeps counts whole beyond 53 bits', async () => {
    const { results } = await probe([{ name: 'Made' }]);
    const { counts } = await counterOf(results[0]).read();
    expect((counts.get('board')! - 1n) % 100n).toBe(2n ** 53n % 100n);
  });

  it('says that a GPU cut into instances is measured as a whole', async () => {
    const { results } = await probe([{ name: 'Made', mig: true, persistent: false }]);
    expect(counterOf(results[0]).info.source).toBe(
      'energy counter of GPU 0 (Made), whole board, all of its MIG instances, persistence mode off',
    );
  });

  it('knows that a GPU which was just woken is not idle, unless its driver stays loaded', async () => {
    const { results, clock } = await probe([
      { name: 'A', persistent: false },
      { name: 'B', persistent: true },
      { name: 'C' },
    ]);
    const [off, on, unknown] = results.map(counterOf);
    expect(off?.awakeAtS).toBeGreaterThan(clock.nowS());
    expect(on?.awakeAtS).toBeUndefined();
    expect(unknown?.awakeAtS).toBeDefined();
  });

  it.each([
    [3, 'meter-missing', /no energy counter: it is older than Volta, integrated \(Jetson\) or virtual/],
    [4, 'meter-no-permission', /no permission \(NVML code 4\)/],
    [10, 'meter-silent', /did not answer/],
    [15, 'meter-unreadable', /GPU is lost/],
    [999, 'meter-unreadable', /without a name \(NVML code 999\)/],
  ])('names what code %d means, and lets the driver go', async (code, fault, message) => {
    const { results, library } = await probe([{ name: 'Made', code }]);
    expect(results).toEqual([
      expect.objectContaining({
        ok: false,
        id: 'nvml:0',
        fault: expect.objectContaining({ code: fault, message: expect.stringMatching(message) }),
      }),
    ]);
    expect(library.users).toBe(0);
  });

  it('does not believe a counter that counts more than a board can draw', async () => {
    const { results } = await probe([{ name: 'Made', powerW: 1e6 }]);
    expect(results).toMatchObject([{ ok: false, fault: { code: 'meter-unreadable' } }]);
  });

  it('shows one GPU although the other has no counter', async () => {
    const { results } = await probe([{ name: 'Old', code: 3 }, { name: 'New' }]);
    expect(results.map(({ ok }) => ok)).toEqual([false, true]);
  });

  it('is missing where there is no GPU, no driver or no library', async () => {
    const clock = new VirtualClock();
    const environment = fakeEnvironment(clock);
    expect((await probe([])).results).toMatchObject([
      { ok: false, id: 'nvml', fault: { code: 'meter-missing' } },
    ]);
    const stopped = new FakeNvml(clock, []);
    stopped.initCode = 9;
    expect(await probeNvml(environment, () => Promise.resolve(stopped))).toMatchObject([
      {
        ok: false,
        fault: { code: 'meter-missing', message: expect.stringContaining('driver is not loaded') as string },
      },
    ]);
    const absent = () => Promise.reject(new Fault('meter-missing', 'there is no libnvidia-ml.so.1'));
    expect(await probeNvml(environment, absent)).toMatchObject([{ ok: false, id: 'nvml' }]);
  });

  it('lets the driver go when it is closed, and opens it again for a later reading', async () => {
    const { results, library } = await probe([{ name: 'Made' }]);
    const meter = counterOf(results[0]);
    expect(library.users).toBe(1);
    await meter.close?.();
    await meter.close?.();
    expect(library.users).toBe(0);
    expect((await meter.read()).counts.size).toBe(1);
    expect(library.users).toBe(1);
  });

  it('rejects a reading that fails later', async () => {
    const { results, library } = await probe([{ name: 'Made' }]);
    const meter = counterOf(results[0]);
    await meter.close?.();
    library.initCode = 15;
    await expect(meter.read()).rejects.toMatchObject({ code: 'meter-unreadable' });
  });

  it('stays away from made machines and from systems without NVML', async () => {
    const never = () => Promise.reject(new Error('must not be loaded'));
    const clock = new VirtualClock();
    expect(await probeNvml(fakeEnvironment(clock, { synthetic: true }), never)).toEqual([]);
    expect(await probeNvml(fakeEnvironment(clock, { platform: 'darwin' }), never)).toEqual([]);
  });
});

describe('the library itself', () => {
  it('is loaded through FFI, or is missing by its name', async () => {
    const outcome = await loadNvml('linux').catch((error: unknown) => error);
    // On a machine with NVIDIA's driver there is one.
    if (outcome instanceof Fault) {
      expect(outcome).toMatchObject({
        code: 'meter-missing',
        message: expect.stringContaining('libnvidia-ml.so.1') as string,
      });
    } else expect(outcome).toHaveProperty('totalEnergyMj');
  });
});
