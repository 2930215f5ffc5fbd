import { expect, it } from 'vitest';
import type { TensorMap } from '#core/tensor.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';
import { assetsOf } from '#test/support/package-assets.ts';
import { shippedBytes } from '#test/support/shipped-bytes.ts';
import { taskFeeds } from '#test/support/task-feeds.ts';

const floats = (feed: TensorMap, name: string): Float32Array => feed[name]!.data as Float32Array;

it('the recorded states are those that the model comes to while it hears the sound', async () => {
  const assets = await assetsOf(SILERO_VAD);
  const heard = await taskFeeds(SILERO_VAD, await shippedBytes(SILERO_VAD), assets);
  const recorded = SILERO_VAD.inputs(assets).filter((feed) => floats(feed, 'state').some((x) => x !== 0));
  expect(recorded.length).toBeGreaterThan(30);
  for (const [index, feed] of recorded.entries()) {
    const own = heard[4 * (index + 1)]!;
    expect(floats(own, 'input')).toEqual(floats(feed, 'input'));
    const worst = Math.max(...floats(own, 'state').map((x, at) => Math.abs(x - floats(feed, 'state')[at]!)));
    expect(worst).toBeLessThan(0.01);
  }
});
