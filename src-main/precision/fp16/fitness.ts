/**
 * Where float16 is numerically unfit, whatever the types allow: it reaches 65504, has 11 significant bits, and
 * loses them below 6.1e-5. PyTorch's automatic mixed precision keeps much the same operators in float32
 * (its lists of ops that autocast to float32), though it looks at operators one by one; here what leaves the
 * range stays in float32 until an operator brings it back.
 */
import type { NodeProto } from '../onnx/messages.ts';

/** Operators that stay in float32 at any operator set, and why. */
const UNFIT: Readonly<Record<string, string>> = {
  AffineGrid: 'positions in a picture need more than 11 bits',
  BlackmanWindow: 'spectra span more than the range of float16',
  DFT: 'spectra span more than the range of float16',
  DequantizeLinear: 'its scale is part of the quantized values',
  Det: 'products of a whole row can leave the range of float16',
  HammingWindow: 'spectra span more than the range of float16',
  HannWindow: 'spectra span more than the range of float16',
  MatMulIntegerToFloat: 'its scales are part of the quantized values',
  MaxRoiPool: 'positions in a picture need more than 11 bits',
  MelWeightMatrix: 'spectra span more than the range of float16',
  Multinomial: 'sums of many probabilities need more than 11 bits',
  QuantizeLinear: 'its scale is part of the quantized values',
  RoiAlign: 'positions in a picture need more than 11 bits',
  STFT: 'spectra span more than the range of float16',
};

export function unfitReason(node: NodeProto): string | null {
  return Object.hasOwn(UNFIT, node.opType) ? (UNFIT[node.opType] ?? null) : null;
}

/** Results that can be far larger (or smaller) than what goes in. */
const LEAVES_RANGE: Readonly<Record<string, string>> = {
  CumProd: 'products of many values can leave the range of float16',
  CumSum: 'sums of many values can leave the range of float16',
  Exp: 'exponentials leave the range of float16 from 11.1 on',
  ReduceL1: 'sums of many values can leave the range of float16',
  ReduceL2: 'squares can leave the range of float16',
  ReduceLogSum: 'sums of many values can leave the range of float16',
  ReduceLogSumExp: 'exponentials leave the range of float16 from 11.1 on',
  ReduceProd: 'products of many values can leave the range of float16',
  ReduceSum: 'sums of many values can leave the range of float16',
  ReduceSumSquare: 'squares can leave the range of float16',
};

/** Why a result may leave float16's range though the inputs lie in it; null where it does not. */
export function leavesRange(node: NodeProto, exponent: number | null): string | null {
  const { opType, input } = node;
  if (opType === 'Mul' && input[0] === input[1]) return 'squares can leave the range of float16';
  if (opType === 'Pow') {
    const isRoot = exponent !== null && exponent >= 0 && exponent <= 1;
    return isRoot ? null : 'powers can leave the range of float16';
  }
  return Object.hasOwn(LEAVES_RANGE, opType) ? (LEAVES_RANGE[opType] ?? null) : null;
}

/** Results that lie in float16's range wherever the inputs lie. */
const BOUNDED: ReadonlySet<string> = new Set(
  (
    'Cos Erf HardSigmoid Hardmax InstanceNormalization GroupNormalization LayerNormalization Log LogSoftmax ' +
    'LpNormalization MeanVarianceNormalization RMSNormalization Sigmoid Sign SimplifiedLayerNormalization Sin ' +
    'SkipLayerNormalization SkipSimplifiedLayerNormalization Softmax Softsign Tanh'
  ).split(' '),
);

/** Layers: sums of products with weights, the bulk of the work. Only weights of theirs keep them in float32. */
const PRODUCTS: ReadonlySet<string> = new Set(
  (
    'Attention CausalConvWithState Conv ConvTranspose DeformConv Einsum FusedConv FusedGemm FusedMatMul GRU Gemm ' +
    'GroupQueryAttention LSTM LinearAttention MatMul MatMulNBits MultiHeadAttention NhwcConv RNN TransposeMatMul'
  ).split(' '),
);

export function isBounded({ opType }: NodeProto): boolean {
  return BOUNDED.has(opType);
}

export function isProduct({ opType }: NodeProto): boolean {
  return PRODUCTS.has(opType);
}

/** Integers up to 255 are exact in float16, larger types need not be: `TensorProto.DataType` of these. */
const WIDE_INTEGERS: ReadonlySet<number> = new Set([4, 5, 6, 7, 12, 13]);

/** True for counts, sizes and positions: integers that float16 need not hold exactly (beyond 2048). */
export function isWideInteger(type: number | null): boolean {
  return type !== null && WIDE_INTEGERS.has(type);
}
