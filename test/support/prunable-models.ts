/** Small models in the shapes of well-known architectures, with made weights. */
import { floatTensor, int64Tensor } from '#precision/onnx/make.ts';
import type { NodeProto, TensorProto } from '#precision/onnx/messages.ts';
import { type ModelSpec, node, noise, weights } from './onnx-models.ts';

/** Collects nodes and weights; each method returns the name of what it makes. */
export class Sketch {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  #seed = 1;

  weight(name: string, dims: readonly number[], amplitude = 0.2): string {
    this.initializers.push(weights(name, dims, ++this.#seed, amplitude));
    return name;
  }

  scalar(name: string, value: number): string {
    this.initializers.push(floatTensor(name, [], Float32Array.of(value)));
    return name;
  }

  ints(name: string, values: readonly number[]): string {
    this.initializers.push(int64Tensor(name, values));
    return name;
  }

  op(
    op: string,
    inputs: readonly string[],
    output: string,
    attributes: Parameters<typeof node>[3] = {},
  ): string {
    this.nodes.push(node(op, inputs, output, attributes));
    return output;
  }

  conv(
    x: string,
    name: string,
    dims: readonly [outputs: number, inputs: number, kernel: number],
    attributes: Parameters<typeof node>[3] = {},
  ): string {
    const [outputs, inputs, kernel] = dims;
    const edge = (kernel - 1) / 2;
    const w = this.weight(`${name}.w`, [outputs, inputs, kernel, kernel]);
    const bias = this.weight(`${name}.b`, [outputs]);
    return this.op('Conv', [x, w, bias], name, { pads: [edge, edge, edge, edge], ...attributes });
  }

  batchNorm(x: string, name: string, channels: number): string {
    const positive = floatTensor(
      `${name}.var`,
      [channels],
      noise(channels, 99).map((value) => 1 + value ** 2),
    );
    this.initializers.push(positive);
    const parts = ['scale', 'shift', 'mean'].map((part) => this.weight(`${name}.${part}`, [channels], 1));
    return this.op('BatchNormalization', [x, ...parts, positive.name], name);
  }

  linear(x: string, name: string, inputs: number, outputs: number, hasBias = true): string {
    // Large enough to be seen beside the residual.
    const w = this.weight(`${name}.w`, [inputs, outputs], 0.6);
    if (!hasBias) return this.op('MatMul', [x, w], name);
    const product = this.op('MatMul', [x, w], `${name}.product`);
    return this.op('Add', [this.weight(`${name}.b`, [outputs]), product], name);
  }

  hardSwish(x: string, name: string): string {
    const shifted = this.op('Add', [x, this.scalar(`${name}.3`, 3)], `${name}.shifted`);
    const clipped = this.op(
      'Clip',
      [shifted, this.scalar(`${name}.0`, 0), this.scalar(`${name}.6`, 6)],
      `${name}.clipped`,
    );
    const product = this.op('Mul', [x, clipped], `${name}.product`);
    return this.op('Div', [product, this.scalar(`${name}.six`, 6)], name);
  }

  layerNorm(x: string, name: string, size: number): string {
    const parts = [this.weight(`${name}.scale`, [size], 1), this.weight(`${name}.shift`, [size], 1)];
    return this.op('LayerNormalization', [x, ...parts], name, { axis: -1 });
  }

  model(
    input: readonly (number | string)[],
    outputRank: number,
    changes: Partial<ModelSpec> = {},
  ): ModelSpec {
    return {
      opset: 17,
      nodes: this.nodes,
      initializers: this.initializers,
      inputs: { x: input },
      outputs: { y: outputRank },
      ...changes,
    };
  }
}

/** Two bottlenecks of ResNet v1.5 with a residual each, the first with a convolution on the way around. */
export function resnetBottlenecks(): ModelSpec {
  const s = new Sketch();
  let x = s.op('Relu', [s.batchNorm(s.conv('x', 'stem', [16, 3, 3]), 'stem.bn', 16)], 'stem.relu');
  for (const [block, inputs] of [16, 64].entries()) {
    const name = `block${block}`;
    let inner = s.batchNorm(s.conv(x, `${name}.reduce`, [16, inputs, 1]), `${name}.bn1`, 16);
    inner = s.op('Relu', [inner], `${name}.relu1`);
    inner = s.batchNorm(s.conv(inner, `${name}.middle`, [16, 16, 3]), `${name}.bn2`, 16);
    inner = s.op('Relu', [inner], `${name}.relu2`);
    inner = s.batchNorm(s.conv(inner, `${name}.expand`, [64, 16, 1]), `${name}.bn3`, 64);
    const around = block > 0 ? x : s.batchNorm(s.conv(x, `${name}.around`, [64, 16, 1]), `${name}.bn4`, 64);
    x = s.op('Relu', [s.op('Add', [inner, around], `${name}.sum`)], `${name}.relu3`);
  }
  const features = s.op('Flatten', [s.op('GlobalAveragePool', [x], 'pooled')], 'features', { axis: 1 });
  s.op('Gemm', [features, s.weight('fc.w', [10, 64]), s.weight('fc.b', [10])], 'y', { transB: 1 });
  return s.model(['n', 3, 'h', 'w'], 2);
}

/** MobileNetV2: expand, depthwise, project, with a residual. */
export function invertedResidual(): ModelSpec {
  const s = new Sketch();
  const stem = s.conv('x', 'stem', [8, 3, 3]);
  const relu6 = (x: string, name: string): string =>
    s.op('Clip', [x, s.scalar(`${name}.0`, 0), s.scalar(`${name}.6`, 6)], name);
  let x = relu6(s.batchNorm(s.conv(stem, 'expand', [48, 8, 1]), 'bn1', 48), 'relu1');
  x = relu6(s.batchNorm(s.conv(x, 'depthwise', [48, 1, 3], { group: 48 }), 'bn2', 48), 'relu2');
  x = s.batchNorm(s.conv(x, 'project', [8, 48, 1]), 'bn3', 8);
  s.op('Add', [stem, x], 'y');
  return s.model([1, 3, 8, 8], 4);
}

/** MobileNetV3: an inverted residual with squeeze-and-excitation and a decomposed HardSwish. */
export function squeezeAndExcite(): ModelSpec {
  const s = new Sketch();
  const stem = s.hardSwish(s.conv('x', 'stem', [8, 3, 3]), 'stem.swish');
  let x = s.hardSwish(s.conv(stem, 'expand', [32, 8, 1]), 'swish1');
  x = s.hardSwish(s.conv(x, 'depthwise', [32, 1, 3], { group: 32, strides: [2, 2] }), 'swish2');
  const squeezed = s.op('GlobalAveragePool', [x], 'squeezed');
  const reduced = s.op('Relu', [s.conv(squeezed, 'reduce', [16, 32, 1])], 'reduced');
  const gate = s.op('HardSigmoid', [s.conv(reduced, 'gate', [32, 16, 1])], 'gated');
  s.conv(s.op('Mul', [x, gate], 'excited'), 'y', [8, 32, 1]);
  return s.model(['n', 3, 'h', 'w'], 4);
}

/** The feed-forward half of a BERT layer, with GELU in its parts, and a residual and LayerNormalization. */
export function bertFeedForward(): ModelSpec {
  const s = new Sketch();
  const hidden = s.linear('x', 'up', 24, 96);
  const scaled = s.op('Div', [hidden, s.scalar('root2', Math.SQRT2)], 'scaled');
  const erf = s.op('Add', [s.op('Erf', [scaled], 'erf'), s.scalar('one', 1)], 'erf1');
  const gelu = s.op('Mul', [s.op('Mul', [hidden, erf], 'product'), s.scalar('half', 0.5)], 'gelu');
  const sum = s.op('Add', [s.linear(gelu, 'down', 96, 24), 'x'], 'sum');
  s.op('Identity', [s.layerNorm(sum, 'norm', 24)], 'y');
  return s.model(['n', 's', 24], 3);
}

/** The feed-forward half of a Llama layer: RMSNorm in its parts, gate and up through SiLU, and a residual. */
export function llamaFeedForward(): ModelSpec {
  const s = new Sketch();
  const squares = s.op('Pow', ['x', s.scalar('two', 2)], 'squares');
  const mean = s.op('ReduceMean', [squares], 'mean', { axes: [-1], keepdims: 1 });
  const root = s.op('Sqrt', [s.op('Add', [mean, s.scalar('epsilon', 1e-6)], 'shifted')], 'root');
  const normed = s.op('Mul', [s.weight('norm.w', [24], 1), s.op('Div', ['x', root], 'divided')], 'normed');
  const gate = s.linear(normed, 'gate', 24, 64, false);
  const up = s.linear(normed, 'up', 24, 64, false);
  const silu = s.op('Mul', [gate, s.op('Sigmoid', [gate], 'sigmoid')], 'silu');
  const down = s.linear(s.op('Mul', [silu, up], 'gated'), 'down', 64, 24, false);
  s.op('Add', ['x', down], 'y');
  return s.model(['n', 's', 24], 3);
}
