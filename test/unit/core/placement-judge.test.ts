import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROVIDERS, type Configuration } from '#core/configuration.ts';
import { ADAPTER_KINDS, RAN_ON_CPU, type Ran } from '#core/placement.ts';
import { judgePlacement, LEAST_OWN_SHARE, shareText } from '#core/placement-judge.ts';
import { claimedDevice, PROVIDER_FACTS } from '#core/providers.ts';
import { fallback, sampleAdapter, sampleRan, SWIFTSHADER } from '#test/support/sample-ran.ts';

const asked = (provider: Configuration['provider'], unit: string | null = null) => ({
  provider,
  unit,
  device: claimedDevice({ provider, unit }),
});

describe('judgePlacement', () => {
  it('takes a row at its word where its provider did all of the work on a known adapter', () => {
    expect(judgePlacement(asked('webgpu'), sampleRan({ webgpu: 1 }))).toEqual({
      rule: 'own',
      device: 'gpu',
      ranAs: null,
      deviceVerified: true,
      reasons: [],
      timeByDevice: { gpu: 1 },
    });
    expect(judgePlacement(asked('cpu'), RAN_ON_CPU)).toMatchObject({
      rule: 'own',
      device: 'cpu',
      reasons: [],
    });
    const wasm = sampleRan({ cpu: 1 }, { adapter: null });
    expect(judgePlacement(asked('wasm'), wasm)).toMatchObject({ rule: 'own', device: 'cpu', reasons: [] });
  });

  it('relabels a row whose provider executed less than half of the node time, with the shares', () => {
    const fallbacks = ['Clip', 'Det', 'Inverse', 'Trilu', 'Where'].map((name) => fallback(name, 0.176));
    const ran = sampleRan(
      { webgpu: 0.12, cpu: 0.88 },
      { placement: { nodeRatio: { webgpu: 0.4, cpu: 0.6 }, fallbacks } },
    );
    expect(judgePlacement(asked('webgpu'), ran)).toMatchObject({
      rule: 'fell-back',
      device: 'cpu',
      ranAs: 'cpu',
      deviceVerified: true,
      reasons: [
        'ran as cpu: webgpu executed 12 % of the node time and 40 % of the nodes; Clip, Det and 3 more ran on cpu',
      ],
      timeByDevice: { gpu: 0.12, cpu: 0.88 },
    });
  });

  it('names the other accelerator where the work went to one', () => {
    const ran = sampleRan({ tensorrt: 0.3, cuda: 0.6, cpu: 0.1 });
    const judged = judgePlacement(asked('tensorrt'), ran);
    expect(judged).toMatchObject({ rule: 'fell-back', ranAs: 'cuda', device: 'gpu' });
    expect(judged.timeByDevice.gpu).toBeCloseTo(0.9, 12);
  });

  it('says what little fell back, and keeps the label at exactly half', () => {
    const ran = sampleRan(
      { webgpu: 0.97, cpu: 0.03 },
      { placement: { fallbacks: [fallback('Clip', 0.03)] } },
    );
    expect(judgePlacement(asked('webgpu'), ran)).toMatchObject({
      rule: 'own',
      ranAs: null,
      reasons: ['cpu executed 3 % of the node time and 3 % of the nodes; Clip ran on cpu'],
    });
    const half = sampleRan({ webgpu: 0.5, cpu: 0.5 });
    expect(judgePlacement(asked('webgpu'), half)).toMatchObject({ rule: 'own', device: 'gpu' });
  });

  it('never takes a software adapter for a GPU', () => {
    const ran = sampleRan({ webgpu: 1 }, { adapter: SWIFTSHADER });
    expect(judgePlacement(asked('webgpu'), ran)).toMatchObject({
      rule: 'software',
      device: 'cpu',
      reasons: ['the adapter is software (google SwiftShader): the processor did the work'],
    });
  });

  it('says unverified where nothing tells what computed, with the evidence', () => {
    const adapter = sampleAdapter({ verified: false, kind: null, evidence: 'WebNN names no adapter' });
    const judged = judgePlacement(asked('webnn', 'npu'), sampleRan({ webnn: 1 }, { adapter }));
    expect(judged).toMatchObject({
      rule: 'unverified',
      device: 'npu',
      deviceVerified: false,
      reasons: ['not verified that it computed on npu: WebNN names no adapter'],
    });
    const none = judgePlacement(asked('webgpu'), sampleRan({ webgpu: 1 }, { adapter: null }));
    expect(none).toMatchObject({ rule: 'unverified', deviceVerified: false });
    const unknown = judgePlacement(asked('coreml'), sampleRan({}));
    expect(unknown).toMatchObject({ rule: 'unverified', deviceVerified: false });
  });

  it('takes CUDA’s own nodes as the proof of an NVIDIA GPU', () => {
    const ran = sampleRan({ cuda: 1 }, { adapter: null });
    expect(judgePlacement(asked('cuda'), ran)).toMatchObject({ rule: 'own', device: 'gpu' });
  });

  it('counts the processor’s units of WebNN and Core ML as the processor', () => {
    const onCpu = { adapter: null };
    expect(judgePlacement(asked('webnn', 'cpu'), sampleRan({ webnn: 1 }, onCpu))).toMatchObject({
      rule: 'own',
      device: 'cpu',
    });
    expect(judgePlacement(asked('coreml', 'cpuOnly'), sampleRan({ coreml: 1 }, onCpu)).device).toBe('cpu');
  });

  it('follows a verified adapter that is another device than the one that was asked for', () => {
    const judged = judgePlacement(asked('webnn', 'npu'), sampleRan({ webnn: 1 }));
    expect(judged).toMatchObject({ device: 'gpu', reasons: ['computed on gpu, not on npu'] });
  });

  it('applies exactly one rule to any shares, and never gives a software adapter a GPU or an NPU', () => {
    fc.assert(
      fc.property(anyTarget(), anyRan(), (target, ran) => {
        const judged = judgePlacement(target, ran);
        const own = ran.placement.timeRatio[PROVIDER_FACTS[target.provider].placedAs] ?? 0;
        expect(judged.ranAs !== null).toBe(own < LEAST_OWN_SHARE);
        expect(judged.rule === 'fell-back').toBe(judged.ranAs !== null);
        expect(judged.rule === 'unverified').toBe(!judged.deviceVerified);
        if (ran.adapter?.kind === 'software') {
          expect(judged.device).toBe('cpu');
          expect(['software', 'fell-back']).toContain(judged.rule);
        }
        // Whatever did not run on the chosen provider is said.
        if (own < 1) expect(judged.reasons.join()).toContain('of the node time');
        const shares = Object.values(judged.timeByDevice).reduce((sum, share) => sum + share, 0);
        expect(shares).toBeCloseTo(1, 9);
      }),
    );
  });
});

function anyTarget() {
  return fc.constantFrom(...PROVIDERS).chain((provider) => {
    const units = [null, ...Object.keys(PROVIDER_FACTS[provider].units)];
    return fc.constantFrom(...units).map((unit) => asked(provider, unit));
  });
}

function anyRan(): fc.Arbitrary<Ran> {
  const adapter = fc.option(
    fc
      .record({ kind: fc.constantFrom(null, ...ADAPTER_KINDS), verified: fc.boolean() })
      .map((changes) => sampleAdapter(changes)),
  );
  const keys = fc.constantFrom('cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml', 'webnn', 'unheard-of');
  const weights = fc.dictionary(keys, fc.integer({ min: 1, max: 1000 }), { minKeys: 1 });
  return fc.tuple(adapter, weights).map(([found, counts]) => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const shares = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count / total]));
    return sampleRan(shares, { adapter: found });
  });
}

describe('shareText', () => {
  it('never rounds up to a bound, nor down to nothing', () => {
    expect([0.4999, 0.00001, 0, 1, 0.12, 0.29].map(shareText)).toEqual([
      '49.9 %',
      'less than 0.1 %',
      '0 %',
      '100 %',
      '12 %',
      '29 %',
    ]);
  });
});
