import { describe, expect, it } from 'vitest';
import { describeAdapter, type AdapterFacts } from '#web/describe-adapter.ts';
import { describeContext } from '#web/webnn.ts';

const NOTHING: AdapterFacts = {
  ...{ vendor: '', architecture: '', device: '', description: '', type: '' },
  ...{ isFallback: false, fp16: false, maxBufferBytes: 0 },
};

describe('describeAdapter', () => {
  it('names SwiftShader as software, as Chromium 130 tells of it', () => {
    const facts = {
      ...NOTHING,
      vendor: 'google',
      architecture: 'swiftshader',
      isFallback: true,
      maxBufferBytes: 2 ** 30,
    };
    expect(describeAdapter(facts)).toMatchObject({
      ...{ name: 'SwiftShader', vendor: 'google', kind: 'software', verified: true },
      ...{ fp16: false, memoryBytes: 2 ** 30 },
      evidence: /vendor google, architecture swiftshader, a fallback adapter/,
    });
  });

  it.each([
    ['llvmpipe', { vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.7, 256 bits)' }],
    ['WARP', { vendor: 'microsoft', architecture: 'warp' }],
    ['Microsoft Basic Render', { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }],
    ['a fallback adapter without a name', { isFallback: true }],
    ['what Chromium calls a CPU', { type: 'CPU' }],
  ])('takes %s for software', (_name, facts) => {
    expect(describeAdapter({ ...NOTHING, ...facts }).kind).toBe('software');
  });

  it.each([
    ['ampere', { vendor: 'nvidia', architecture: 'ampere', type: 'discrete GPU' }, 'discrete'],
    ['Intel graphics', { vendor: 'intel', architecture: 'gen-12lp', type: 'integrated GPU' }, 'integrated'],
    ['Apple silicon', { vendor: 'apple', architecture: 'common-3' }, 'integrated'],
    ['a card that does not say', { vendor: 'amd', architecture: 'rdna-3' }, null],
  ])('tells the kind of %s', (_name, facts, kind) => {
    expect(describeAdapter({ ...NOTHING, ...facts })).toMatchObject({ kind, verified: true });
  });

  it('verifies nothing where the adapter says nothing', () => {
    expect(describeAdapter(NOTHING)).toMatchObject({
      name: null,
      vendor: null,
      kind: null,
      verified: false,
      memoryBytes: null,
    });
  });
});

describe('describeContext', () => {
  it('does not take a context for a proof', () => {
    expect(describeContext('npu', undefined)).toMatchObject({ verified: false, kind: null });
    expect(describeContext('npu', true)).toMatchObject({ verified: false, kind: null });
  });

  it('calls software what says that it is not accelerated', () => {
    expect(describeContext('gpu', false)).toMatchObject({ verified: true, kind: 'software' });
  });

  it('has no adapter where the processor was asked for', () => {
    expect(describeContext('cpu', undefined)).toBeNull();
  });
});
