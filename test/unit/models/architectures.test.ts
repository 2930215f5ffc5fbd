import { describe, expect, it } from 'vitest';
import type { Assets, ModelDefinition } from '#models/definition.ts';
import { ARCHITECTURES } from '#models/list.ts';
import published from '#test/fixtures/published-costs.json' with { type: 'json' };

const NO_ASSETS = null as unknown as Assets;
const PUBLISHED = new Map(Object.entries(published));
const costOf = (id: string) => ARCHITECTURES.find((model) => model.id === id)!.cost!;

/** Within 1 %, as a share. */
const difference = (found: number, stated: number): number => Math.abs(found / stated - 1);

describe.each(ARCHITECTURES)('$id', (model) => {
  it('says that its weights are synthetic, that nothing is checked, and what it is', () => {
    expect(model.title).toMatch(/ \(synthetic weights\)$/);
    expect(model).toMatchObject({ kind: 'architecture', inDefaultSuite: false, check: null, bounds: null });
    expect(model).toMatchObject({ packageLicence: 'MIT', weightsLicence: 'MIT' });
    expect(model.upstream?.url).toMatch(/^https:\/\//);
    expect(model.precisions).toEqual(expect.arrayContaining([...model.usualPrecisions]));
  });

  it('has the parameters and multiply-accumulates that were published, within 1 %', () => {
    const { parameters, macs } = PUBLISHED.get(model.id)!;
    expect(difference(model.cost!.parameters, parameters.value)).toBeLessThan(0.01);
    if (macs !== null) expect(difference(model.cost!.macs, macs.value)).toBeLessThan(0.01);
  });
});

// For these no figure at the same input was found, so that the formula stands in for it.
describe('multiply-accumulates by the formula of the layers', () => {
  /** Four projections and the two of the feed-forward part for each token, and two attention products. */
  const encoder = (layers: number, tokens: number, hidden: number, feedForward: number): number =>
    layers * (tokens * (4 * hidden * hidden + 2 * hidden * feedForward) + 2 * tokens * tokens * hidden);

  it('MiniLM-L6 on 128 tokens, with its pooler', () => {
    expect(costOf('minilm-l6').macs).toBe(encoder(6, 128, 384, 1536) + 384 * 384);
  });

  it('BERT base on 128 tokens, with its pooler', () => {
    expect(costOf('bert-base').macs).toBe(encoder(12, 128, 768, 3072) + 768 * 768);
  });

  it('the Whisper tiny encoder on 30 s of sound', () => {
    const convolutions = 3000 * 384 * 80 * 3 + 1500 * 384 * 384 * 3;
    expect(costOf('whisper-tiny-encoder').macs).toBe(convolutions + encoder(4, 1500, 384, 1536));
  });

  it.each([
    { id: 'llama-135m-prefill', tokens: 128, seen: 128 },
    { id: 'llama-135m-decode', tokens: 1, seen: 129 },
  ])('$id: each weight once a token, the head once, the attention products', ({ id, tokens, seen }) => {
    const weights = 30 * (2 * 576 * 576 + 2 * 576 * 192 + 3 * 576 * 1536);
    const attention = 30 * 2 * tokens * seen * 576;
    expect(costOf(id).macs).toBe(tokens * weights + attention + 576 * 49_152);
  });
});

// The others are of the same kinds; making all takes seconds.
const SAMPLED = ['mobilenet-v2', 'bert-base', 'whisper-tiny-encoder', 'llama-135m-decode'];

describe.each(ARCHITECTURES.filter(({ id }) => SAMPLED.includes(id)))('the inputs of $id', (model) => {
  it('are 32 and 16 others to calibrate on, all different, and as its definition says', () => {
    const feeds = model.inputs(NO_ASSETS);
    const calibration = model.calibration(NO_ASSETS);
    expect([feeds.length, calibration.length]).toEqual([32, 16]);
    for (const feed of [...feeds, ...calibration]) {
      expect(Object.keys(feed)).toEqual(model.takes.map(({ name }) => name));
    }
    for (const { name, type, dims } of model.takes) {
      const { data, ...rest } = feeds[0]![name]!;
      expect(rest).toEqual({ type, dims });
      expect(data.length).toBe(dims.reduce((product, dim) => product * dim, 1));
    }
    const starts = [...feeds, ...calibration].map((feed) => startOf(feed, model));
    expect(new Set(starts).size).toBe(48);
  });

  it('are the same each time', () => {
    expect(startOf(model.inputs(NO_ASSETS)[3]!, model)).toBe(startOf(model.inputs(NO_ASSETS)[3]!, model));
  });
});

/** Enough of a feed to tell it from others. */
function startOf(feed: ReturnType<ModelDefinition['inputs']>[number], model: ModelDefinition): string {
  return model.takes.map(({ name }) => [...feed[name]!.data.slice(0, 50)].join()).join('|');
}

it('every architecture has a published figure, and every figure its source', () => {
  expect([...PUBLISHED.keys()].sort()).toEqual(ARCHITECTURES.map(({ id }) => id).sort());
  for (const { parameters, macs } of PUBLISHED.values()) {
    expect(parameters.source.length).toBeGreaterThan(20);
    if (macs !== null) expect(macs.source.length).toBeGreaterThan(20);
  }
});
