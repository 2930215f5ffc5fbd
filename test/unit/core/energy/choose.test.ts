import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseMeter, covers, uncoveredReasons, type Worked } from '#core/energy/choose.ts';
import { ADAPTER_KINDS } from '#core/placement.ts';
import type { Meter } from '#core/ports.ts';
import { DOMAINS, type Domain, type Tier } from '#core/provenance.ts';
import { sampleAdapter } from '#test/support/sample-ran.ts';

const meter = (id: string, tier: Tier, summed: Domain[], deviceName: string | null = null): Meter => ({
  kind: 'level',
  info: {
    id,
    tier,
    domains: summed,
    summed,
    source: '',
    deviceName,
    updatePeriodS: null,
    resolutionJ: null,
    accuracyRatio: null,
  },
  read: () => Promise.reject(new Error('not read here')),
});
const estimate: Meter = { ...meter('estimate', 'estimate', ['package']), kind: 'estimate', powerW: () => 0 };
const rapl = meter('rapl', 'counter', ['package', 'dram']);
const plug = meter('plug', 'external', ['wall']);
const small = meter('nvml:0', 'counter', ['gpu'], 'NVIDIA GeForce RTX 3060');
const large = meter('nvml:1', 'counter', ['gpu'], 'NVIDIA GeForce RTX 4090');
const radeon = meter('hwmon:amdgpu:0', 'sensor', ['gpu'], 'AMD GPU (amdgpu)');
const socket = meter('hwmon:amdgpu:1', 'sensor', ['soc'], 'AMD GPU (amdgpu)');

const onCpu: Worked = { device: 'cpu', adapter: null, gpus: [] };
const onGpu = (adapter: Worked['adapter'] = sampleAdapter(), gpus: string[] = []): Worked => ({
  device: 'gpu',
  adapter,
  gpus,
});
const onNpu: Worked = { device: 'npu', adapter: sampleAdapter({ kind: 'npu', name: 'NPU' }), gpus: [] };
const integrated = sampleAdapter({ kind: 'integrated', vendor: 'Intel', name: 'Iris Xe' });
const unknown = sampleAdapter({ name: null, vendor: null, kind: null });

describe('chooseMeter', () => {
  it('takes the most trusted meter that covers the device', () => {
    expect(chooseMeter([estimate, rapl], onCpu).meter).toBe(rapl);
    expect(chooseMeter([estimate, rapl, plug], onCpu).meter).toBe(plug);
    expect(chooseMeter([estimate, rapl, small], onGpu()).meter).toBe(small);
  });

  it('finds none where the device is not metered, and says what would cover it', () => {
    const { meter: none, unmetered } = chooseMeter([estimate, rapl], onGpu());
    expect(none).toBeNull();
    expect(unmetered).toMatch(/^no meter covers the GPU \(GeForce RTX 3060\): .*a plug.*joulemark meters/);
    expect(chooseMeter([small], onNpu)).toMatchObject({
      meter: null,
      unmetered: expect.stringContaining('no meter covers the NPU'),
    });
    expect(chooseMeter([], onCpu).unmetered).toContain('no meter covers the processor');
  });

  it('takes the package for a GPU inside the processor, and for no other', () => {
    expect(chooseMeter([estimate, rapl], onGpu(integrated)).meter).toBe(rapl);
    expect(chooseMeter([rapl], onGpu(unknown)).meter).toBeNull();
    expect(chooseMeter([rapl], onNpu).meter).toBeNull();
  });

  it('takes the meter of the card that did the work where there are two', () => {
    expect(chooseMeter([large, small], onGpu()).meter).toBe(small);
    const full = sampleAdapter({ name: 'NVIDIA GeForce RTX 4090/PCIe/SSE2', vendor: null });
    expect(chooseMeter([small, large], onGpu(full)).meter).toBe(large);
    const other = sampleAdapter({ name: 'AMD Radeon RX 7600', vendor: 'amd' });
    expect(chooseMeter([small, radeon], onGpu(other)).meter).toBe(radeon);
  });

  it('tells a card from one whose name goes on', () => {
    const ti = meter('nvml:2', 'counter', ['gpu'], 'NVIDIA GeForce RTX 3060 Ti');
    expect(chooseMeter([ti, small], onGpu()).meter).toBe(small);
    expect(chooseMeter([small, ti], onGpu(sampleAdapter({ name: 'RTX 3060 Ti' }))).meter).toBe(ti);
  });

  it('takes neither of two cards where nothing tells which one worked', () => {
    const web = sampleAdapter({ name: 'ampere', vendor: 'nvidia' });
    const { meter: none, unmetered } = chooseMeter([small, large], onGpu(web));
    expect(none).toBeNull();
    expect(unmetered).toMatch(/^two GPUs are metered \(nvml:0, NVIDIA.*\) and nothing tells which of them/);
    expect(chooseMeter([small, { ...small }], onGpu()).meter).toBeNull();
    expect(chooseMeter([small, large, plug], onGpu(web)).meter).toBe(plug);
  });

  it('takes no meter of one card where the machine has another GPU and the adapter is not known', () => {
    const gpus = ['NVIDIA GeForce RTX 3060', 'Intel UHD Graphics'];
    expect(chooseMeter([small], onGpu(unknown, gpus)).unmetered).toContain('this machine has 2 GPUs');
    expect(chooseMeter([small], onGpu(unknown, gpus.slice(0, 1))).meter).toBe(small);
    expect(chooseMeter([small], onGpu(sampleAdapter(), gpus)).meter).toBe(small);
  });

  it('does not measure one vendor’s GPU by another one’s card', () => {
    expect(chooseMeter([small], onGpu(integrated)).meter).toBeNull();
  });

  it('tells AMD’s card from the GPU inside AMD’s processor', () => {
    const amd = (kind: 'discrete' | 'integrated') => sampleAdapter({ kind, vendor: 'AMD', name: 'Radeon' });
    expect(chooseMeter([radeon, socket], onGpu(amd('discrete'))).meter).toBe(radeon);
    expect(chooseMeter([radeon, socket], onGpu(amd('integrated'))).meter).toBe(socket);
    expect(chooseMeter([socket], onGpu(amd('discrete'))).meter).toBeNull();
  });

  it('never measures a GPU or an NPU by processor time, and always takes a meter that covers the device', () => {
    const domains = fc.uniqueArray(fc.constantFrom(...DOMAINS), { minLength: 1 });
    const anyMeter = fc
      .tuple(domains, fc.constantFrom<Tier>('external', 'counter', 'sensor', 'model'))
      .map(([summed, tier]) => meter('any', tier, summed));
    const worked = fc.record({
      device: fc.constantFrom('cpu' as const, 'gpu' as const, 'npu' as const),
      adapter: fc.option(fc.constantFrom(...ADAPTER_KINDS).map((kind) => sampleAdapter({ kind }))),
      gpus: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(anyMeter, { maxLength: 5 }), worked, (meters, what) => {
        const chosen = chooseMeter([estimate, ...meters], what);
        expect(chosen.meter === null).toBe(chosen.unmetered !== null);
        if (chosen.meter !== null) expect(covers(chosen.meter, what.device, what.adapter)).toBe(true);
        if (what.device === 'cpu') expect(chosen.meter).not.toBeNull();
        else expect(chosen.meter).not.toBe(estimate);
      }),
    );
  });
});

describe('uncoveredReasons', () => {
  it('says what the energy leaves out', () => {
    const shares = { gpu: 0.9, cpu: 0.1 };
    expect(uncoveredReasons(small, onGpu(), shares)).toEqual([
      'what the processor used is not in the energy, which covers gpu',
    ]);
    expect(uncoveredReasons(rapl, { ...onGpu(), device: 'cpu' }, shares)).toEqual([
      'what the GPU used is not in the energy, which covers package + dram',
    ]);
    expect(uncoveredReasons(plug, onGpu(), shares)).toEqual([]);
    expect(uncoveredReasons(null, onGpu(), shares)).toEqual([]);
  });
});
