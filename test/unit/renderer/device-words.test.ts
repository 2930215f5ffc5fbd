import { describe, expect, it } from 'vitest';
import type { Adapter, Placement } from '#core/placement.ts';
import { countsText, deviceTitle, kindText, stateText } from '#renderer/state/device-words.ts';

const placed = (timeRatio: Record<string, number>): Placement => ({
  timeRatio,
  nodeRatio: timeRatio,
  fallbacks: [],
  examples: [],
});

const adapter = (kind: Adapter['kind']): Adapter => ({
  name: null,
  vendor: null,
  kind,
  verified: true,
  evidence: 'the page says so',
  fp16: null,
  memoryBytes: null,
});

describe('stateText', () => {
  const fellBack = { state: 'fell-back', provider: 'webnn', adapter: null } as const;

  it('names the provider that did most of the work of a session that fell back', () => {
    const cpu = placed({ webnn: 0.2, cpu: 0.8 });
    expect(stateText({ ...fellBack, placement: cpu })).toBe('fell back to the processor');
    const webgpu = placed({ cpu: 0.3, webgpu: 0.7 });
    expect(stateText({ ...fellBack, placement: webgpu })).toBe('fell back to webgpu');
  });

  it('names the device where the provider itself computed on another one than was asked for', () => {
    const own = placed({ webnn: 1 });
    const on = (kind: Adapter['kind']) => stateText({ ...fellBack, placement: own, adapter: adapter(kind) });
    expect(on('integrated')).toBe('fell back to the GPU');
    expect(on('cpu')).toBe('fell back to the processor');
    expect(on(null)).toBe('fell back to another device');
  });

  it('says that nothing more is known where there is no placement', () => {
    expect(stateText({ ...fellBack, placement: null })).toBe('fell back to another provider');
  });

  it('says of a software adapter who does its work', () => {
    const software = { state: 'software', provider: 'webgpu', placement: null, adapter: null } as const;
    expect(stateText(software)).toBe('software, done by the processor');
  });
});

describe('kindText', () => {
  it('calls only what was seen to compute a GPU or an NPU', () => {
    expect(kindText({ state: 'ready', device: 'gpu' })).toBe('GPU');
    expect(kindText({ state: 'software', device: 'gpu' })).toBe('not a GPU');
    expect(kindText({ state: 'fell-back', device: 'npu' })).toBe('not an NPU');
    expect(kindText({ state: 'unverified', device: 'npu' })).toBe('claims to be an NPU');
    expect(kindText({ state: 'unavailable', device: 'gpu' })).toBeNull();
  });

  it('denies nobody to be a processor', () => {
    expect(kindText({ state: 'fell-back', device: 'cpu' })).toBeNull();
  });
});

it('titles a device by its own name, or by what its provider is', () => {
  expect(deviceTitle({ name: 'Intel Arc Graphics', provider: 'dml' })).toBe('Intel Arc Graphics');
  expect(deviceTitle({ name: null, provider: 'dml' })).toBe('DirectML');
});

it('counts the states that there are, those that run first', () => {
  const states = ['unavailable', 'ready', 'unavailable', 'software'] as const;
  expect(countsText(states.map((state) => ({ state })))).toBe('1 ready, 1 software, 2 not available');
});
