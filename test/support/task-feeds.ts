/** What a model's own task feeds it. */
import type { TensorMap } from '#core/tensor.ts';
import type { Assets, TrainedModel } from '#models/definition.ts';
import { withSession } from './onnx-run.ts';

/**
 * Every feed of the model's task, recorded while the bytes as shipped do it. A state that goes from one
 * inference to the next is theirs, so that the answers of a variant can be compared one by one.
 */
export function taskFeeds(model: TrainedModel, shipped: Uint8Array, assets: Assets): Promise<TensorMap[]> {
  return withSession(shipped, async (run) => {
    const feeds: TensorMap[] = [];
    await model.check((each) => {
      feeds.push(each);
      return run(each);
    }, assets);
    return feeds;
  });
}

/**
 * The same pictures, paler and with a texture over them. A classifier that is quite sure gives 0 and 1,
 * whatever its precision; here it has doubts, and these can be compared.
 */
export function textured(feeds: readonly TensorMap[]): TensorMap[] {
  return feeds.map((each) =>
    Object.fromEntries(
      Object.entries(each).map(([name, tensor]) => {
        if (tensor.type !== 'float32') return [name, tensor];
        const data = tensor.data.map((value, at) => 0.3 * value + 0.5 * Math.sin(12.9898 * at));
        return [name, { ...tensor, data }];
      }),
    ),
  );
}
