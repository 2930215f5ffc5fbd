/**
 * ResNet-50 (He et al. 2015, arXiv:1512.03385) in version 1.5: the stride is in the 3 × 3 convolution, as
 * in torchvision, which names the layers as here.
 */
import { conv, linear, pooledFeatures, relu } from './convolution.ts';
import { Network, type Value } from './network.ts';

/** Blocks and width of each stage; its output has four times the width. */
const STAGES = [
  { blocks: 3, width: 64 },
  { blocks: 4, width: 128 },
  { blocks: 6, width: 256 },
  { blocks: 3, width: 512 },
] as const;
const EXPANSION = 4;
const OPSET = 17;
/** Variance that a residual branch adds; 16 of them make the sum grow to four times. */
const BRANCH_GAIN = 0.2;

export function buildResNet50(): Uint8Array {
  const network = new Network('resnet50');
  const image = network.input('input', [1, 3, 224, 224]);
  const stem = conv(network, '/conv1', image, { from: 3, to: 64, kernel: 7, stride: 2, gain: 2 });
  let x = network.node('MaxPool', '/maxpool', [relu(network, '/relu', stem)], {
    ceil_mode: 0n,
    kernel_shape: [3, 3],
    pads: [1, 1, 1, 1],
    strides: [2, 2],
  });
  let from = 64;
  STAGES.forEach(({ blocks, width }, stage) => {
    for (let block = 0; block < blocks; block += 1) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      x = bottleneck(network, `/layer${stage + 1}/${block}`, x, { from, width, stride });
      from = width * EXPANSION;
    }
  });
  const logits = linear(network, '/fc', pooledFeatures(network, x), { from, to: 1000, gain: 4 });
  network.output('output', logits, [1, 1000]);
  return network.bytes(OPSET);
}

function bottleneck(
  network: Network,
  path: string,
  input: Value,
  { from, width, stride }: { from: number; width: number; stride: number },
): Value {
  const to = width * EXPANSION;
  const at = (layer: string): string => `${path}/${layer}`;
  let x = conv(network, at('conv1'), input, { from, to: width, kernel: 1, gain: 2 });
  x = relu(network, at('relu'), x);
  x = conv(network, at('conv2'), x, { from: width, to: width, kernel: 3, stride, gain: 2 });
  x = relu(network, at('relu'), x);
  x = conv(network, at('conv3'), x, { from: width, to, kernel: 1, gain: 2 * BRANCH_GAIN });
  const shortcut =
    from === to ? input : conv(network, at('downsample/0'), input, { from, to, kernel: 1, stride, gain: 2 });
  return relu(network, at('relu'), network.node('Add', path, [x, shortcut]));
}
