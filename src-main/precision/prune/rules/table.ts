/** Which rule follows channels through which operator. An operator that is not here pins what it touches. */
import type { NodeProto } from '../../onnx/messages.ts';
import { isStandard } from '../../onnx/messages.ts';
import type { Site } from '../site.ts';
import { elementwise } from './elementwise.ts';
import { channelNormalization, conv, convTranspose, gemm, matMul } from './layers.ts';
import { flatten, reshape, squeeze, transpose, unsqueeze } from './move.ts';
import { attention, globalPool, mixing, pool, reduce } from './reduce.ts';
import { concat, gather, pad, resize, slice, split } from './select.ts';
import { expand, ofShape, sameRank, shapeOf } from './shape-only.ts';

export interface Follower {
  /** Links the axes that stay the same channels, and gives the outputs' shapes. */
  readonly follow: (site: Site) => void;
  /** What the operator does to the axes that it does not link. */
  readonly does: string;
}

const COMBINES = 'combines them';
const COUPLES = 'couples them in a way that is not followed';

const FOLLOWERS: Readonly<Record<string, Follower>> = {
  ...entries(elementwise, COUPLES, [
    ...['Abs', 'Acos', 'Asin', 'Atan', 'Cast', 'Ceil', 'Celu', 'Clip', 'Cos', 'Dropout', 'Elu', 'Erf', 'Exp'],
    ...['Floor', 'Gelu', 'HardSigmoid', 'HardSwish', 'Identity', 'IsNaN', 'LeakyRelu', 'Log', 'Mish', 'Neg'],
    ...[
      'Not',
      'Reciprocal',
      'Relu',
      'Round',
      'Selu',
      'Sigmoid',
      'Sign',
      'Sin',
      'Softplus',
      'Softsign',
      'Sqrt',
    ],
    ...['Swish', 'Tanh', 'ThresholdedRelu'],
    ...[
      'Add',
      'And',
      'Div',
      'Equal',
      'Greater',
      'GreaterOrEqual',
      'Less',
      'LessOrEqual',
      'Max',
      'Mean',
      'Min',
    ],
    ...['Mod', 'Mul', 'Or', 'PRelu', 'Pow', 'Sub', 'Sum', 'Where', 'Xor'],
    ...inMicrosoft(['BiasGelu', 'FastGelu', 'Gelu', 'QuickGelu']),
  ]),
  ...entries(matMul, COUPLES, ['MatMul']),
  ...entries(gemm, COUPLES, ['Gemm']),
  ...entries(conv, COUPLES, ['Conv']),
  ...entries(convTranspose, COUPLES, ['ConvTranspose']),
  ...entries(channelNormalization, COUPLES, ['BatchNormalization', 'InstanceNormalization']),
  ...entries(pool, COMBINES, ['AveragePool', 'LpPool', 'MaxPool']),
  ...entries(globalPool, COMBINES, ['GlobalAveragePool', 'GlobalLpPool', 'GlobalMaxPool']),
  ...entries(reduce, COMBINES, [
    ...['ReduceL1', 'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMax', 'ReduceMean', 'ReduceMin'],
    ...['ReduceProd', 'ReduceSum', 'ReduceSumSquare'],
  ]),
  ...entries(mixing, COMBINES, [
    ...[
      'CumSum',
      'GroupNormalization',
      'Hardmax',
      'LayerNormalization',
      'LogSoftmax',
      'LpNormalization',
      'LRN',
    ],
    ...['MeanVarianceNormalization', 'RMSNormalization', 'RotaryEmbedding', 'Softmax'],
    // ONNX Runtime keeps this one in the standard domain, too.
    ...['SimplifiedLayerNormalization', ...inMicrosoft(['SimplifiedLayerNormalization', 'RotaryEmbedding'])],
    ...inMicrosoft(['SkipLayerNormalization', 'SkipSimplifiedLayerNormalization']),
  ]),
  ...entries(attention, 'attends with them', [
    'Attention',
    ...inMicrosoft(['Attention', 'GroupQueryAttention', 'MultiHeadAttention']),
  ]),
  ...entries(transpose, COUPLES, ['Transpose']),
  ...entries(squeeze, COUPLES, ['Squeeze']),
  ...entries(unsqueeze, COUPLES, ['Unsqueeze']),
  ...entries(reshape, 'lays them out anew in a way that is not followed', ['Reshape']),
  ...entries(flatten, 'lays them out anew in a way that is not followed', ['Flatten']),
  ...entries(concat, 'joins them with others', ['Concat']),
  ...entries(split, 'cuts them apart', ['Split']),
  ...entries(slice, 'cuts them apart', ['Slice']),
  ...entries(gather, 'picks from them', ['Gather']),
  ...entries(pad, 'adds to them', ['Pad']),
  ...entries(mixing, COUPLES, ['CastLike', 'ScatterElements', 'ScatterND', 'Trilu']),
  ...entries(sameRank, COUPLES, ['DepthToSpace', 'SpaceToDepth', 'Tile']),
  ...entries(expand, COUPLES, ['Expand']),
  ...entries(ofShape, COUPLES, ['ConstantOfShape']),
  ...entries(shapeOf, 'tells how many they are', ['Shape']),
  ...entries(resize, 'stretches them', ['Resize', 'Upsample']),
};

/** Operators whose further outputs are followed, too. */
export const MANY_OUTPUTS: readonly string[] = [
  'Split',
  'Attention',
  'GroupQueryAttention',
  'MultiHeadAttention',
  'SkipLayerNormalization',
  'SkipSimplifiedLayerNormalization',
];

export function followerOf(node: NodeProto): Follower | null {
  const key = isStandard(node) ? node.opType : `${node.domain}:${node.opType}`;
  return Object.hasOwn(FOLLOWERS, key) ? (FOLLOWERS[key] ?? null) : null;
}

function entries(
  follow: Follower['follow'],
  does: string,
  operators: readonly string[],
): Record<string, Follower> {
  return Object.fromEntries(operators.map((name) => [name, { follow, does }]));
}

function inMicrosoft(operators: readonly string[]): string[] {
  return operators.map((name) => `com.microsoft:${name}`);
}
