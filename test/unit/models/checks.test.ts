import { describe, expect, it } from 'vitest';
import type { RunModel } from '#models/definition.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { PP_OCRV4_CLS } from '#models/pp-ocrv4-cls.ts';
import { PP_OCRV4_DET } from '#models/pp-ocrv4-det.ts';
import { PP_OCRV4_REC } from '#models/pp-ocrv4-rec.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';
import { assetsOf } from '#test/support/package-assets.ts';

/** A model that gives the same output whatever it is fed. */
const constant =
  (name: string, dims: number[], value: number): RunModel =>
  () => {
    const data = new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(value);
    const state = { type: 'float32', dims: [2, 1, 128], data: new Float32Array(256) } as const;
    return Promise.resolve({ [name]: { type: 'float32', dims, data }, stateN: state });
  };

describe.each(TRAINED_MODELS)('the inputs of $id', (model) => {
  it('are at least four, all different, and as its definition says', async () => {
    const feeds = model.inputs(await assetsOf(model));
    expect(feeds.length).toBeGreaterThanOrEqual(4);
    for (const feed of feeds) {
      expect(Object.keys(feed)).toEqual(model.takes.map(({ name }) => name));
      for (const { name, type, dims } of model.takes) expect(feed[name]).toMatchObject({ type, dims });
    }
    const bytes = feeds.map((feed) =>
      Buffer.from(feed[model.takes[0]!.name]!.data.buffer).toString('base64'),
    );
    expect(new Set(bytes).size).toBe(feeds.length);
  });
});

describe('a broken model', () => {
  it('that reads nothing fails the recogniser’s check, which names the line', async () => {
    const run = constant('softmax_11.tmp_0', [1, 40, 6625], 0);
    const outcome = await PP_OCRV4_REC.check(run, await assetsOf(PP_OCRV4_REC));
    expect(outcome.passed).toBe(false);
    expect(outcome.detail).toContain('read "" where "Fewest joules win" was drawn');
  });

  it.each([0, 1])('that sees text nowhere or everywhere (%d) fails the detector’s check', async (value) => {
    const run = constant('sigmoid_0.tmp_0', [1, 1, 480, 640], value);
    const outcome = await PP_OCRV4_DET.check(run, await assetsOf(PP_OCRV4_DET));
    expect(outcome.passed).toBe(false);
    expect(outcome.detail).toContain('missed "WATT METER"');
  });

  it('that cannot decide fails the classifier’s check', async () => {
    const run = constant('softmax_0.tmp_0', [1, 2], 0.5);
    const outcome = await PP_OCRV4_CLS.check(run, await assetsOf(PP_OCRV4_CLS));
    expect(outcome.passed).toBe(false);
    expect(outcome.detail).toContain('at 180° for 0°');
  });

  it.each([0, 1, NaN])('that always answers %d fails the VAD’s check', async (value) => {
    const run = constant('output', [1, 1], value);
    expect(await SILERO_VAD.check(run, await assetsOf(SILERO_VAD))).toMatchObject({ passed: false });
  });

  it('without the named output is an error, not a failed task', async () => {
    const run = constant('other', [1, 2], 0.5);
    const check = PP_OCRV4_CLS.check(run, await assetsOf(PP_OCRV4_CLS));
    await expect(check).rejects.toMatchObject({ code: 'inference-failed' });
  });
});

it('the VAD is fed frame by frame, each with the end of the one before and the state that came of it', async () => {
  const inputs: Float32Array[] = [];
  const states: number[] = [];
  await SILERO_VAD.check(
    (feeds) => {
      inputs.push(feeds['input']!.data as Float32Array);
      states.push(Number(feeds['state']!.data[0]));
      return Promise.resolve({
        output: { type: 'float32', dims: [1, 1], data: Float32Array.of(0) },
        stateN: { type: 'float32', dims: [2, 1, 128], data: new Float32Array(256).fill(inputs.length) },
      });
    },
    await assetsOf(SILERO_VAD),
  );
  expect(states).toEqual(inputs.map((_frame, index) => index));
  for (let i = 1; i < inputs.length; i += 1) {
    expect(inputs[i]!.subarray(0, 64)).toEqual(inputs[i - 1]!.subarray(512));
  }
});
