/** From a range to scale and zero point. */
import type { QuantizationRange } from '#core/calibration/range.ts';

export interface ActivationScale {
  /** float32, > 0: real = (quantized − zeroPoint) × scale. */
  readonly scale: number;
  readonly zeroPoint: number;
}

/** A range so narrow that its scale would not be a normal float32 is 0 for every purpose. */
const SMALLEST_SCALE = 2 ** -100;

/**
 * Asymmetric: uint8, s = (high − low) / 255, z = round(−low / s). Symmetric: int8, s = high / 127, z = 0. Source:
 * ONNX, QuantizeLinear; ONNX Runtime, "Quantize ONNX models". A range of 0 alone gets the scale 1.
 */
export function scaleOf({ low, high }: QuantizationRange, symmetric: boolean): ActivationScale {
  const step = Math.fround(symmetric ? Math.max(-low, high) / 127 : (high - low) / 255);
  if (step < SMALLEST_SCALE) return { scale: 1, zeroPoint: 0 };
  return { scale: step, zeroPoint: symmetric ? 0 : Math.min(255, Math.max(0, Math.round(-low / step))) };
}
