/** MobileNetV3-Small at width 1 (Howard et al. 2019, arXiv:1905.02244), its layers named as in torchvision. */
import { conv, hardSwish, linear, pooledFeatures, relu } from './convolution.ts';
import { Network, type Value } from './network.ts';

interface Block {
  readonly kernel: number;
  /** Channels between expansion and projection. */
  readonly width: number;
  readonly to: number;
  /** Squeeze and excitation. */
  readonly squeezes: boolean;
  readonly activation: 'relu' | 'hard-swish';
  readonly stride: number;
}

/** The paper's table 2. */
const BLOCKS: readonly Block[] = [
  { kernel: 3, width: 16, to: 16, squeezes: true, activation: 'relu', stride: 2 },
  { kernel: 3, width: 72, to: 24, squeezes: false, activation: 'relu', stride: 2 },
  { kernel: 3, width: 88, to: 24, squeezes: false, activation: 'relu', stride: 1 },
  { kernel: 5, width: 96, to: 40, squeezes: true, activation: 'hard-swish', stride: 2 },
  { kernel: 5, width: 240, to: 40, squeezes: true, activation: 'hard-swish', stride: 1 },
  { kernel: 5, width: 240, to: 40, squeezes: true, activation: 'hard-swish', stride: 1 },
  { kernel: 5, width: 120, to: 48, squeezes: true, activation: 'hard-swish', stride: 1 },
  { kernel: 5, width: 144, to: 48, squeezes: true, activation: 'hard-swish', stride: 1 },
  { kernel: 5, width: 288, to: 96, squeezes: true, activation: 'hard-swish', stride: 2 },
  { kernel: 5, width: 576, to: 96, squeezes: true, activation: 'hard-swish', stride: 1 },
  { kernel: 5, width: 576, to: 96, squeezes: true, activation: 'hard-swish', stride: 1 },
];
const LAST_WIDTH = 576;
const HIDDEN = 1024;
const OPSET = 17;

export function buildMobileNetV3Small(): Uint8Array {
  const network = new Network('mobilenet_v3_small');
  const image = network.input('input', [1, 3, 224, 224]);
  let x = conv(network, '/features/0/0', image, { from: 3, to: 16, kernel: 3, stride: 2, gain: 2 });
  x = hardSwish(network, '/features/0/2', x);
  let from = 16;
  BLOCKS.forEach((block, index) => {
    x = invertedResidual(network, `/features/${index + 1}`, x, from, block);
    from = block.to;
  });
  const last = `/features/${BLOCKS.length + 1}`;
  x = conv(network, `${last}/0`, x, { from, to: LAST_WIDTH, kernel: 1, gain: 2 });
  x = hardSwish(network, `${last}/2`, x);
  x = pooledFeatures(network, x);
  x = linear(network, '/classifier/0', x, { from: LAST_WIDTH, to: HIDDEN, gain: 4 });
  x = hardSwish(network, '/classifier/1', x);
  x = linear(network, '/classifier/3', x, { from: HIDDEN, to: 1000, gain: 4 });
  network.output('output', x, [1, 1000]);
  return network.bytes(OPSET);
}

function invertedResidual(network: Network, path: string, input: Value, from: number, block: Block): Value {
  const { kernel, width, to, squeezes, stride } = block;
  const activate = block.activation === 'relu' ? relu : hardSwish;
  const residual = stride === 1 && from === to;
  let at = 0;
  let x = input;
  const next = (): string => `${path}/block/${at++}`;
  if (width !== from) {
    const expand = next();
    x = conv(network, `${expand}/0`, x, { from, to: width, kernel: 1, gain: 2 });
    x = activate(network, `${expand}/2`, x);
  }
  const depthwise = next();
  const spec = { from: width, to: width, kernel, stride, groups: width, gain: 2 };
  x = activate(network, `${depthwise}/2`, conv(network, `${depthwise}/0`, x, spec));
  if (squeezes) x = squeezeExcite(network, next(), x, width);
  const project = { from: width, to, kernel: 1, gain: residual ? 0.5 : 3 };
  x = conv(network, `${next()}/0`, x, project);
  return residual ? network.node('Add', path, [x, input]) : x;
}

/** Scales each channel by what the channels' means say; a quarter of the width, in steps of 8. */
function squeezeExcite(network: Network, path: string, input: Value, width: number): Value {
  const squeezed = inEights(width / 4);
  let x = network.node('GlobalAveragePool', `${path}/avgpool`, [input]);
  x = conv(network, `${path}/fc1`, x, { from: width, to: squeezed, kernel: 1, gain: 2 });
  x = relu(network, `${path}/activation`, x);
  x = conv(network, `${path}/fc2`, x, { from: squeezed, to: width, kernel: 1, gain: 2 });
  // relu6(x + 3) / 6.
  x = network.node('HardSigmoid', `${path}/scale_activation`, [x], { alpha: Math.fround(1 / 6), beta: 0.5 });
  return network.node('Mul', path, [x, input]);
}

/** The nearest multiple of 8 that is not more than a tenth below, at least 8. */
function inEights(channels: number): number {
  const rounded = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}
