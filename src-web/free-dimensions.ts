/** Sizes of a model's open dimensions, from inputs that have them. */
import type { InferenceSession } from 'onnxruntime-web';
import type { TensorMap } from '#core/tensor.ts';

/**
 * By the names that the model gives its open dimensions; one without a name stays open. The first input that has
 * a dimension decides: ONNX Runtime itself refuses inputs that do not agree.
 */
export function freeDimensions(
  metadata: readonly InferenceSession.ValueMetadata[],
  feeds: TensorMap,
): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const input of metadata) {
    const feed = feeds[input.name];
    if (!input.isTensor || feed === undefined) continue;
    for (const [axis, dim] of input.shape.entries()) {
      const size = feed.dims[axis];
      if (typeof dim === 'string' && dim !== '' && size !== undefined) sizes[dim] ??= size;
    }
  }
  return sizes;
}
