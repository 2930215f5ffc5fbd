/** The same model gives the same answers in a browser page as natively. */
import { compareOutputs } from '#core/fidelity.ts';
import { parseTarget } from '#core/providers.ts';
import { runFeeds } from '#inference/run-feeds.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { expect } from './support/app.ts';
import { launchNative, loadAsk, shipped, test } from './support/web.ts';

/**
 * Additions in another order and other approximations of exp and tanh change the last bits: the noise is at least a
 * million times weaker than the signal, and no decision changes.
 */
const MIN_SQNR_DB = 60;

for (const model of TRAINED_MODELS) {
  test(`${model.id} on wasm agrees with the native runtime`, async ({ web }) => {
    const { file, inputs } = await shipped(model);
    const client = await web.client();
    const ask = loadAsk(file, inputs[0]!, parseTarget('wasm')!, { threads: 2, profileFolder: null });
    await client.call('load', ask);
    const outputs = [];
    for (const feeds of inputs) outputs.push(await client.call('infer', { feeds }));
    const agreement = compareOutputs(await runFeeds(file, inputs, launchNative), outputs, model.classOutput);
    expect(agreement.cosine).toBeGreaterThan(0.999_999);
    expect(agreement.sqnrDb ?? Infinity).toBeGreaterThan(MIN_SQNR_DB);
    if (model.classOutput !== null) expect(agreement.top1Agreement).toBe(1);
  });
}
