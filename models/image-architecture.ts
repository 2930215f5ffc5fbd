/** Inputs of image classifiers as torchvision prepares them. */
import type { TensorMap } from '#core/tensor.ts';
import type { InputSpec } from '#core/suite.ts';
import { floats, smoothNoise } from './made-inputs.ts';

const SIZE = 224;
const DIMS = [1, 3, SIZE, SIZE] as const;

export const IMAGE_INPUT: InputSpec = {
  name: 'input',
  type: 'float32',
  dims: DIMS,
  meaning: "picture, planes red, green, blue, standardised by ImageNet's mean and deviation",
};

/** Standardised pictures lie within ±2.6. */
const SPAN = 2;

export function imageFeeds(name: string): TensorMap {
  const picture = smoothNoise(name, 3, SIZE, SIZE).map((value) => SPAN * value);
  return { [IMAGE_INPUT.name]: floats(DIMS, picture) };
}
