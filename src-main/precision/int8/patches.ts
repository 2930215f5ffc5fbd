/**
 * A convolution as a matrix product: at each position of the output, the inputs under the kernel's taps
 * lie side by side. ("im2col", Chellapilla et al. 2006, made here of standard operators.)
 */
import { intAttribute } from '../onnx/make.ts';
import type { SharedConstants } from '../onnx/shared-constants.ts';
import type { GraphDraft, QuantizedActivation } from './graph-draft.ts';
import type { Geometry } from './layers.ts';

/** ONNX's Slice: "to the end". Exact as a double. */
const TO_THE_END = 2 ** 62;

export function tapCount({ kernel }: Geometry): number {
  return kernel.reduce((product, size) => product * size, 1);
}

/** Adds nodes; returns the name of the patches as uint8 [N, positions…, taps × channels]. */
export function patches(
  activation: QuantizedActivation,
  geometry: Geometry,
  base: string,
  draft: GraphDraft,
  constants: SharedConstants,
): string {
  const axes = geometry.kernel.length;
  const pixels = draft.channelsLast(activation.quantized, axes + 2);
  const isPadded = [...geometry.padBefore, ...geometry.padAfter].some((pad) => pad > 0);
  const around = isPadded ? pad(pixels, activation, geometry, base, draft, constants) : pixels;
  const isStrided = geometry.strides.some((stride) => stride !== 1);
  const taps = tapsOf(geometry.kernel);
  if (taps.length === 1 && !isStrided) return around;
  const axesName = constants.ints(geometry.kernel.map((_, axis) => axis + 1));
  const steps = isStrided ? [constants.ints(geometry.strides)] : [];
  const slices = taps.map((tap) => {
    const { starts, ends } = rangeOf(tap, geometry);
    const inputs = [around, constants.ints(starts), constants.ints(ends), axesName, ...steps];
    return draft.add('Slice', base, inputs);
  });
  const [only] = slices;
  if (only !== undefined && slices.length === 1) return only;
  return draft.add('Concat', base, slices, [intAttribute('axis', axes + 1)]);
}

/** With the zero point, which stands for 0. */
function pad(
  pixels: string,
  { zeroPoint }: QuantizedActivation,
  { padBefore, padAfter }: Geometry,
  base: string,
  draft: GraphDraft,
  constants: SharedConstants,
): string {
  const pads = constants.ints([0, ...padBefore, 0, 0, ...padAfter, 0]);
  return draft.add('Pad', base, [pixels, pads, zeroPoint]);
}

/** Every tap of the kernel, the last axis fastest, as in the weights. */
function tapsOf(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (taps, size) => taps.flatMap((tap) => Array.from({ length: size }, (_, at) => [...tap, at])),
    [[]],
  );
}

/**
 * Which inputs a tap meets. Along an axis of length L the kernel covers span = dilation × (kernel − 1) + 1;
 * tap t meets the inputs from t × dilation on, every `stride`-th, L − span + 1 positions before striding.
 */
function rangeOf(
  tap: readonly number[],
  { kernel, dilations }: Geometry,
): { starts: number[]; ends: number[] } {
  const starts = tap.map((at, axis) => at * (dilations[axis] ?? 1));
  const ends = starts.map((start, axis) => {
    const behind = (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) - start;
    return behind === 0 ? TO_THE_END : -behind;
  });
  return { starts, ends };
}
