import { describe, expect, it } from 'vitest';
import { PROVIDERS, type Provider } from '#core/configuration.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import {
  mergeOptions,
  sessionOptions,
  type SessionSettings,
} from '#inference/worker/providers/session-options.ts';

const settings = (provider: Provider, changes: Partial<SessionSettings> = {}): SessionSettings => ({
  ...{ provider, unit: null, threads: 3, spinning: true, arena: true },
  ...changes,
});
const options = (provider: Provider, changes: Partial<SessionSettings> = {}, cpuBehind = true) =>
  sessionOptions(settings(provider, changes), cpuBehind);

const native = PROVIDERS.filter((provider) => PROVIDER_FACTS[provider].runtime === 'native');

describe('the settings of a session', () => {
  it.each(native)('threads, spinning and arena reach ONNX Runtime on %s', (provider) => {
    expect(options(provider)).toMatchObject({
      intraOpNumThreads: 3,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      enableCpuMemArena: true,
      extra: { session: { 'intra_op.allow_spinning': '1' } },
    });
    expect(options(provider, { spinning: false, arena: false })).toMatchObject({
      enableCpuMemArena: false,
      extra: { session: { 'intra_op.allow_spinning': '0' } },
    });
  });

  it.each(native)('on %s no other key of ONNX Runtime is touched by chance', (provider) => {
    const { extra } = options(provider);
    expect(extra).toEqual({ session: { 'intra_op.allow_spinning': '1' } });
  });
});

describe('the providers of a session', () => {
  it.each<[Provider, string | null, unknown]>([
    ['webgpu', null, 'webgpu'],
    ['cuda', null, { name: 'cuda', deviceId: 0 }],
    ['cuda', '1', { name: 'cuda', deviceId: 1 }],
    ['tensorrt', '2', { name: 'tensorrt', deviceId: 2 }],
    ['dml', null, { name: 'dml', deviceId: 0 }],
    ['dml', '1', { name: 'dml', deviceId: 1 }],
    // 0x20 GPU, 0x10 ML Program, 0x1 CPU only, 0x4 neural engine.
    ['coreml', 'cpuOnly', { name: 'coreml', coreMlFlags: 0x11 }],
    ['coreml', 'cpuAndGPU', { name: 'coreml', coreMlFlags: 0x30 }],
    ['coreml', 'cpuAndNeuralEngine', { name: 'coreml', coreMlFlags: 0x04 }],
    ['coreml', 'all', { name: 'coreml', coreMlFlags: 0 }],
    ['coreml', null, { name: 'coreml', coreMlFlags: 0 }],
  ])('%s:%s has its own option, and the processor behind it', (provider, unit, own) => {
    expect(options(provider, { unit }).executionProviders).toEqual([own, 'cpu']);
  });

  it.each([
    ['cpuOnly', 0x11],
    ['cpuAndGPU', 0x30],
    ['cpuAndNeuralEngine', 0x14],
    ['all', 0x10],
  ])('an fp16 model goes to Core ML as an ML Program for %s', (unit, coreMlFlags) => {
    const { executionProviders } = options('coreml', { unit, halfFloats: true });
    expect(executionProviders).toEqual([{ name: 'coreml', coreMlFlags }, 'cpu']);
  });

  it('the processor stands alone', () => {
    expect(options('cpu').executionProviders).toEqual(['cpu']);
  });

  it.each(native.filter((provider) => provider !== 'cpu'))(
    'without the processor behind %s, ONNX Runtime is told to refuse what it would take',
    (provider) => {
      const { executionProviders, extra } = options(provider, {}, false);
      expect(executionProviders).toHaveLength(1);
      expect(extra).toEqual({
        session: { 'intra_op.allow_spinning': '1', disable_cpu_ep_fallback: '1' },
      });
    },
  );

  it('nothing is refused on the processor itself', () => {
    expect(options('cpu', {}, false)).toEqual(options('cpu'));
  });

  it('DirectML has no memory patterns and runs in sequence', () => {
    expect(options('dml')).toMatchObject({ enableMemPattern: false, executionMode: 'sequential' });
    expect(options('webgpu')).not.toHaveProperty('enableMemPattern');
  });

  it.each(['wasm', 'web-webgpu', 'webnn'] as const)('%s is refused: it runs in a page', (provider) => {
    expect(() => options(provider)).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(() => options(provider)).toThrow(`${provider} runs in a browser page`);
  });
});

describe('merging options', () => {
  it('keeps the settings that only one has, and takes the second where both have one', () => {
    const merged = mergeOptions(
      { enableProfiling: false, extra: { session: { a: '1', b: '1' }, ep: { c: '1' } } },
      { enableProfiling: true, extra: { session: { b: '2' } } },
    );
    expect(merged).toEqual({
      enableProfiling: true,
      extra: { session: { a: '1', b: '2' }, ep: { c: '1' } },
    });
  });
});
