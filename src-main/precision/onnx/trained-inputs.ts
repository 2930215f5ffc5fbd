/** Which inputs of which operators hold trained values when they are constants. */
import { intOf } from './attributes.ts';
import type { NodeProto } from './messages.ts';
import { DATA_TYPE } from './messages.ts';

export const FLOATS: readonly number[] = [
  DATA_TYPE.float,
  DATA_TYPE.float16,
  DATA_TYPE.double,
  DATA_TYPE.bfloat16,
];

/** With a constant, these shift or scale. */
export const ELEMENTWISE: readonly string[] = ['Add', 'Sub', 'Mul', 'Div'];

/** Through these a weight may pass: they change its shape or type, or put parts of it in another order. */
export const CARRIERS: readonly string[] = [
  ...[
    'Cast',
    'Concat',
    'Flatten',
    'Identity',
    'Reshape',
    'Slice',
    'Split',
    'Squeeze',
    'Transpose',
    'Unsqueeze',
  ],
];

/** By operator, whatever its domain. Scales and zero points of quantization are no trained values. */
export const TRAINED_INPUTS: Readonly<Record<string, readonly number[]>> = {
  Conv: [1, 2],
  FusedConv: [1, 2],
  ConvTranspose: [1, 2],
  ConvInteger: [1],
  QLinearConv: [3, 8],
  MatMul: [0, 1],
  FusedMatMul: [0, 1],
  MatMulInteger: [0, 1],
  MatMulIntegerToFloat: [1, 6],
  DynamicQuantizeMatMul: [1, 4],
  QLinearMatMul: [0, 3],
  MatMulNBits: [1, 5],
  Gemm: [0, 1, 2],
  FusedGemm: [0, 1, 2],
  Einsum: [0, 1],
  Gather: [0],
  LSTM: [1, 2, 3, 7],
  DynamicQuantizeLSTM: [1, 2, 3, 7],
  GRU: [1, 2, 3],
  RNN: [1, 2, 3],
  // Without the running mean and variance, which are observed, not trained.
  BatchNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  GroupNormalization: [1, 2],
  LayerNormalization: [1, 2],
  RMSNormalization: [1],
  SimplifiedLayerNormalization: [1],
  SkipLayerNormalization: [2, 3, 4],
  SkipSimplifiedLayerNormalization: [2, 3],
  EmbedLayerNormalization: [2, 3, 4, 5, 6],
  Attention: [1, 2],
  MultiHeadAttention: [3],
  BiasGelu: [1],
  FastGelu: [1],
  PRelu: [1],
  DequantizeLinear: [0],
};

/** These tell of a value's shape, not of what is in it. */
export function makesNoData({ opType }: NodeProto): boolean {
  return opType === 'Shape' || opType === 'Size';
}

/** Values in a tensor that packs several into a byte; null for other operators. */
export function packedWeights(node: NodeProto): number | null {
  return node.opType === 'MatMulNBits' ? intOf(node, 'K', NaN) * intOf(node, 'N', NaN) : null;
}
