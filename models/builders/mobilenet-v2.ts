/** MobileNetV2 at width 1 (Sandler et al. 2018, arXiv:1801.04381), its layers named as in torchvision. */
import { conv, linear, pooledFeatures, relu6 } from './convolution.ts';
import { Network, type Value } from './network.ts';

/** Expansion, output channels, repeats and first stride of each group of blocks: the paper's table 2. */
const GROUPS = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;
const LAST_CHANNELS = 1280;
const OPSET = 17;

export function buildMobileNetV2(): Uint8Array {
  const network = new Network('mobilenet_v2');
  const image = network.input('input', [1, 3, 224, 224]);
  let x = conv(network, '/features/0/0', image, { from: 3, to: 32, kernel: 3, stride: 2, gain: 2 });
  x = relu6(network, '/features/0/2', x);
  let from = 32;
  let index = 1;
  for (const [expansion, to, repeats, firstStride] of GROUPS) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const stride = repeat === 0 ? firstStride : 1;
      x = invertedResidual(network, `/features/${index}`, x, { from, to, expansion, stride });
      from = to;
      index += 1;
    }
  }
  x = conv(network, `/features/${index}/0`, x, { from, to: LAST_CHANNELS, kernel: 1, gain: 2 });
  x = relu6(network, `/features/${index}/2`, x);
  const features = pooledFeatures(network, x);
  const logits = linear(network, '/classifier/1', features, { from: LAST_CHANNELS, to: 1000, gain: 4 });
  network.output('output', logits, [1, 1000]);
  return network.bytes(OPSET);
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly expansion: number;
  readonly stride: number;
}

/** Expand (unless by 1), depthwise, project without activation; the input added where shapes allow. */
function invertedResidual(network: Network, path: string, input: Value, block: Block): Value {
  const { from, to, expansion, stride } = block;
  const width = from * expansion;
  const residual = stride === 1 && from === to;
  let at = 0;
  let x = input;
  if (expansion !== 1) {
    x = conv(network, `${path}/conv/0/0`, x, { from, to: width, kernel: 1, gain: 2 });
    x = relu6(network, `${path}/conv/0/2`, x);
    at = 1;
  }
  const depthwise = { from: width, to: width, kernel: 3, stride, groups: width, gain: 2 };
  x = conv(network, `${path}/conv/${at}/0`, x, depthwise);
  x = relu6(network, `${path}/conv/${at}/2`, x);
  const project = { from: width, to, kernel: 1, gain: residual ? 0.5 : 2 };
  x = conv(network, `${path}/conv/${at + 1}`, x, project);
  return residual ? network.node('Add', path, [input, x]) : x;
}
