/** Sizes of the axes of space after a convolution or pooling (ONNX operator definitions of Conv and MaxPool). */
import { intOf, intsOf, stringOf } from '../../onnx/attributes.ts';
import type { NodeProto } from '../../onnx/messages.ts';
import type { Dims } from '../values.ts';

/** `kernel` has one size an axis of space; null where a size is open. */
export function windowedSizes(node: NodeProto, dims: Dims, kernel: Dims): (number | null)[] {
  const space = dims.slice(2);
  const strides = intsOf(node, 'strides') ?? [];
  const dilations = intsOf(node, 'dilations') ?? [];
  const autoPad = stringOf(node, 'auto_pad', 'NOTSET');
  const pads = autoPad === 'NOTSET' ? (intsOf(node, 'pads') ?? []) : [];
  const round = intOf(node, 'ceil_mode', 0) === 0 ? Math.floor : Math.ceil;
  return space.map((size, axis) => {
    const taps = kernel[axis] ?? null;
    const stride = strides[axis] ?? 1;
    if (size === null || taps === null) return null;
    if (autoPad.startsWith('SAME')) return Math.ceil(size / stride);
    const padded = size + (pads[axis] ?? 0) + (pads[axis + space.length] ?? 0);
    const reach = (taps - 1) * (dilations[axis] ?? 1) + 1;
    const made = round((padded - reach) / stride) + 1;
    // Rounding up may count a window that lies in the padding alone, which runtimes then leave out.
    return made > 0 && round === Math.floor ? made : null;
  });
}
