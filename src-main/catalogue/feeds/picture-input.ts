/** From a picture to the layout and the range of values that a model's input has. */
import { Fault } from '#core/errors.ts';
import type { Normalisation } from '#core/import-wishes.ts';
import type { InputSpec } from '#core/suite.ts';
import type { TensorData } from '#core/tensor.ts';
import type { Picture } from '#models/definition.ts';
import { resample } from './resample.ts';

/** torchvision, "Models and pre-trained weights": red, green, blue. */
const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_DEVIATION = [0.229, 0.224, 0.225];
/** ITU-R BT.601, as Pillow's "L" has it. */
const LUMA = [0.299, 0.587, 0.114];

interface Layout {
  readonly channelsFirst: boolean;
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
}

/** null: the input is no picture. One picture, in planes or in pixels, of one or three channels. */
export function pictureLayout({ type, dims }: Pick<InputSpec, 'type' | 'dims'>): Layout | null {
  const [batch, a = 0, b = 0, c = 0] = dims;
  if (dims.length !== 4 || batch !== 1 || (type !== 'float32' && type !== 'uint8')) return null;
  const planes = (channels: 1 | 3): Layout => ({ channelsFirst: true, channels, height: b, width: c });
  const pixels = (channels: 1 | 3): Layout => ({ channelsFirst: false, channels, height: a, width: b });
  // Three are surely channels, one may be a size.
  if (a === 3) return planes(3);
  if (c === 3) return pixels(3);
  if (a === 1) return planes(1);
  return c === 1 ? pixels(1) : null;
}

/** Red, green, blue, from the top; one channel: luma. Throws `input-invalid` where the input is no picture. */
export function pictureTensor(picture: Picture, spec: InputSpec, by: Normalisation): TensorData {
  const layout = pictureLayout(spec);
  if (layout === null) {
    throw new Fault(
      'input-invalid',
      `the input "${spec.name}" (${spec.type} ${spec.dims.join(' × ')}) is not one picture of 1 or 3 channels; give its values as .npy or .npz`,
    );
  }
  const { channelsFirst, channels, height, width } = layout;
  const { rgb } = resample(picture, width, height);
  const pixels = width * height;
  const data =
    spec.type === 'uint8' ? new Uint8Array(channels * pixels) : new Float32Array(channels * pixels);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const value = channels === 1 ? luma(rgb, pixel) : (rgb[3 * pixel + channel] ?? 0);
      const at = channelsFirst ? channel * pixels + pixel : channels * pixel + channel;
      data[at] = spec.type === 'uint8' ? Math.round(value) : normalised(value, channel, by);
    }
  }
  return { type: spec.type, dims: spec.dims, data } as TensorData;
}

function luma(rgb: Uint8Array, pixel: number): number {
  return LUMA.reduce((sum, share, channel) => sum + share * (rgb[3 * pixel + channel] ?? 0), 0);
}

function normalised(value: number, channel: number, by: Normalisation): number {
  const unit = value / 255;
  if (by === 'unit') return unit;
  if (by === 'signed') return 2 * unit - 1;
  return (unit - (IMAGENET_MEAN[channel] ?? 0)) / (IMAGENET_DEVIATION[channel] ?? 1);
}
