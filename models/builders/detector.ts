/**
 * A one-stage detector of the YOLO class (Redmon et al. 2015, arXiv:1506.02640), described here layer for
 * layer: a backbone of cross-stage partial blocks (Wang et al. 2019, arXiv:1911.11929), pyramid pooling, a
 * path aggregation neck (Liu et al. 2018, arXiv:1803.01534), and three heads without anchors that give a
 * distribution over distances for each side of a box (Li et al. 2020, arXiv:2006.04388). Widths and depths
 * are those of the small models that cameras run: 3.2 million parameters, 8.7 GFLOPs at 640².
 */
import { conv, silu, type ConvSpec } from './convolution.ts';
import { Network, type Value } from './network.ts';
import { DISTANCES, decodeBoxes } from './box-distances.ts';

export const IMAGE_SIZE = 640;
export const CLASSES = 80;
/** Cells of the three levels together: 80² + 40² + 20². */
export const CELLS = 8400;
/**
 * The mean square of silu(x) is 0.36 where that of x is 1, and less where x is small: with a little more than
 * 1 / 0.36, found by trying, scores are neither all 0.5 nor all 0 and 1.
 */
const SILU_GAIN = 3.2;
const OPSET = 17;

export function buildDetector(): Uint8Array {
  const network = new Network('yolo_class_detector');
  const image = network.input('images', [1, 3, IMAGE_SIZE, IMAGE_SIZE]);
  const levels = neck(network, backbone(network, image));
  const found = levels.map(({ value, channels, stride }, level) =>
    head(network, `/head/${level}`, value, channels, stride),
  );
  const output = network.node('Concat', '/head', found, { axis: 2n });
  network.output('output0', output, [1, 4 + CLASSES, CELLS]);
  return network.bytes(OPSET);
}

type Level = { readonly value: Value; readonly channels: number; readonly stride: number };

/** What the neck takes, at an eighth, a sixteenth and a thirty-second of the picture. */
function backbone(network: Network, image: Value): readonly [Value, Value, Value] {
  let x = unit(network, '/backbone/0', image, { from: 3, to: 16, kernel: 3, stride: 2 });
  x = unit(network, '/backbone/1', x, { from: 16, to: 32, kernel: 3, stride: 2 });
  x = partial(network, '/backbone/2', x, { from: 32, to: 32, depth: 1, adds: true });
  x = unit(network, '/backbone/3', x, { from: 32, to: 64, kernel: 3, stride: 2 });
  const eighth = partial(network, '/backbone/4', x, { from: 64, to: 64, depth: 2, adds: true });
  x = unit(network, '/backbone/5', eighth, { from: 64, to: 128, kernel: 3, stride: 2 });
  const sixteenth = partial(network, '/backbone/6', x, { from: 128, to: 128, depth: 2, adds: true });
  x = unit(network, '/backbone/7', sixteenth, { from: 128, to: 256, kernel: 3, stride: 2 });
  x = partial(network, '/backbone/8', x, { from: 256, to: 256, depth: 1, adds: true });
  return [eighth, sixteenth, pyramidPool(network, '/backbone/9', x, 256)];
}

/** Down the pyramid from coarse to fine, and back. */
function neck(network: Network, [eighth, sixteenth, last]: readonly [Value, Value, Value]): Level[] {
  const at = (step: number): string => `/neck/${step}`;
  const mixed = concat(network, at(0), [upsample(network, at(0), last), sixteenth]);
  const middle = partial(network, at(1), mixed, { from: 384, to: 128, depth: 1, adds: false });
  const finer = concat(network, at(2), [upsample(network, at(2), middle), eighth]);
  const fine = partial(network, at(3), finer, { from: 192, to: 64, depth: 1, adds: false });
  const down = unit(network, at(4), fine, { from: 64, to: 64, kernel: 3, stride: 2 });
  const back = concat(network, at(5), [down, middle]);
  const medium = partial(network, at(6), back, { from: 192, to: 128, depth: 1, adds: false });
  const downAgain = unit(network, at(7), medium, { from: 128, to: 128, kernel: 3, stride: 2 });
  const deepest = concat(network, at(8), [downAgain, last]);
  const coarse = partial(network, at(9), deepest, { from: 384, to: 256, depth: 1, adds: false });
  return [
    { value: fine, channels: 64, stride: 8 },
    { value: medium, channels: 128, stride: 16 },
    { value: coarse, channels: 256, stride: 32 },
  ];
}

/** [1, 4 + classes, cells]: middle, width and height of the box in pixels, and each class's score. */
function head(network: Network, path: string, input: Value, channels: number, stride: number): Value {
  const branch = (what: string, width: number, to: number): Value => {
    let x = unit(network, `${path}/${what}/0`, input, { from: channels, to: width, kernel: 3 });
    x = unit(network, `${path}/${what}/1`, x, { from: width, to: width, kernel: 3 });
    return conv(network, `${path}/${what}/2`, x, { from: width, to, kernel: 1, gain: SILU_GAIN });
  };
  const side = IMAGE_SIZE / stride;
  const flat = (x: Value, rows: number): Value =>
    network.node('Reshape', path, [x, network.ints([1, rows, side * side])]);
  const distances = flat(branch('box', 64, 4 * DISTANCES), 4 * DISTANCES);
  const scores = network.node('Sigmoid', path, [flat(branch('class', CLASSES, CLASSES), CLASSES)]);
  const boxes = decodeBoxes(network, `${path}/decode`, distances, side, stride);
  return network.node('Concat', path, [boxes, scores], { axis: 1n });
}

/** Convolution and SiLU. */
function unit(network: Network, path: string, input: Value, spec: Omit<ConvSpec, 'gain'>): Value {
  return silu(network, path, conv(network, path, input, { ...spec, gain: SILU_GAIN }));
}

interface Partial {
  readonly from: number;
  readonly to: number;
  /** Bottlenecks one after the other. */
  readonly depth: number;
  /** Each bottleneck adds its input. */
  readonly adds: boolean;
}

/** Half of the channels go through the bottlenecks; all intermediate results are put side by side and mixed. */
function partial(network: Network, path: string, input: Value, spec: Partial): Value {
  const { from, to, depth, adds } = spec;
  const half = to / 2;
  const wide = unit(network, `${path}/in`, input, { from, to, kernel: 1 });
  const parts = network.nodes('Split', path, [wide, network.ints([half, half])], 2, { axis: 1n });
  for (let index = 0; index < depth; index += 1) {
    const before = parts.at(-1) ?? wide;
    const at = `${path}/bottleneck/${index}`;
    const spec = { from: half, to: half, kernel: 3 };
    const x = unit(network, `${at}/1`, unit(network, `${at}/0`, before, spec), spec);
    parts.push(adds ? network.node('Add', at, [before, x]) : x);
  }
  const side = concat(network, path, parts);
  return unit(network, `${path}/out`, side, { from: (2 + depth) * half, to, kernel: 1 });
}

/** Maxima over 5, 9 and 13 cells beside the features themselves (He et al. 2014, in its sequential form). */
function pyramidPool(network: Network, path: string, input: Value, channels: number): Value {
  const half = channels / 2;
  const parts = [unit(network, `${path}/in`, input, { from: channels, to: half, kernel: 1 })];
  for (let step = 0; step < 3; step += 1) {
    const pooled = network.node('MaxPool', path, [parts.at(-1) ?? input], {
      ceil_mode: 0n,
      kernel_shape: [5, 5],
      pads: [2, 2, 2, 2],
      strides: [1, 1],
    });
    parts.push(pooled);
  }
  return unit(network, `${path}/out`, concat(network, path, parts), {
    from: 4 * half,
    to: channels,
    kernel: 1,
  });
}

function concat(network: Network, path: string, parts: readonly Value[]): Value {
  return network.node('Concat', path, parts, { axis: 1n });
}

/** Each cell four times. */
function upsample(network: Network, path: string, input: Value): Value {
  const scales = network.constant('upsample_scales', [4], () => Float32Array.of(1, 1, 2, 2));
  return network.node('Resize', path, [input, '', scales], {
    coordinate_transformation_mode: 'asymmetric',
    mode: 'nearest',
    nearest_mode: 'floor',
  });
}
