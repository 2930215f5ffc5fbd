/**
 * How the element types of an operator's inputs and outputs hang together, and which of them may be float16.
 *
 * Source: the type constraints in the operators' definitions, onnx 1.23 (`onnx.defs`, opsets 1 to 28) and, for
 * `com.microsoft`, ONNX Runtime 1.30 (`get_all_operator_schema`). Numerical fitness is another matter: see fp16/.
 *
 * Notation, one token a value, inputs and outputs parted by `>`:
 * - `T` or another capital: a type variable; equal letters have equal types. It may be float16.
 * - `F`: a type variable that may not be float16.
 * - `_`: a type of its own that stays what it is (indices, sizes, scales that are always float32).
 * - `?`: any type, which nothing depends on.
 * - `[T]`: a sequence of tensors of type T.
 * - `f32 i64 i32 u8 bool str`: that type.
 * - `=`: said by an attribute; types.ts knows which.
 * - a last token with `*` repeats. Inputs that are absent, or that older operator sets lack, are skipped.
 */
import type { NodeProto } from './messages.ts';
import { isStandard } from './messages.ts';

export type Slot =
  | { readonly kind: 'variable'; readonly name: string; readonly isSequence: boolean }
  | { readonly kind: 'fixed'; readonly type: number }
  | { readonly kind: 'own' | 'any' | 'attribute' };

export interface Signature {
  /** Null beyond those that the operator has. */
  input(index: number): Slot | null;
  output(index: number): Slot | null;
}

/** The variable that may not be float16. */
export const NEVER_HALF = 'F';

/** `TensorProto.DataType` by the names above. */
const FIXED_TYPES: Readonly<Record<string, number>> = { f32: 1, u8: 2, i32: 6, i64: 7, str: 8, bool: 9 };

/** Signature → operators; `Name@7` where the signature holds from opset 7 on. */
const STANDARD: Readonly<Record<string, string>> = {
  'T>T':
    'Abs Acos Acosh Asin Asinh Atan Atanh AveragePool BitwiseNot Ceil Celu@28 Cos Cosh DepthToSpace Det Elu Erf Exp ' +
    'Flatten Floor Gelu GlobalAveragePool GlobalLpPool GlobalMaxPool HardSigmoid HardSwish Hardmax Identity LRN ' +
    'LeakyRelu Log LogSoftmax LpNormalization LpPool MeanVarianceNormalization Mish Neg Not Reciprocal Relu Round ' +
    'Selu Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign SpaceToDepth Sqrt Swish Tan Tanh ThresholdedRelu ' +
    'Transpose',
  'T _*>T':
    'AffineGrid CenterCropPad Col2Im Compress CumProd CumSum@14 DFT Expand Gather GatherElements GatherND GridSample ' +
    'MaxUnpool ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ' +
    'ReduceSumSquare Reshape Resize ReverseSequence Slice Squeeze Tile Trilu Unsqueeze Upsample',
  'T _*>T*': 'Split',
  'T*>T':
    'Add BitShift BitwiseAnd BitwiseOr BitwiseXor Clip Concat Conv ConvTranspose DeformConv Div Einsum Gemm ' +
    'GroupNormalization InstanceNormalization MatMul Max MaxRoiPool Mean Min Mod Mul PRelu Sub Sum Range@27 SwiGLU',
  'T U>T': 'Pow',
  'T V>V': 'RMSNormalization',
  'T V>V =': 'SimplifiedLayerNormalization',
  'T _ T _>T': 'Pad STFT',
  'T _ T>T': 'NegativeLogLikelihoodLoss Scatter ScatterElements ScatterND',
  'T _ T>T T': 'SoftmaxCrossEntropyLoss',
  'T T _>T': 'RoiAlign TensorScatter',
  'T T T _>T': 'RotaryEmbedding',
  '_ T T>T': 'Where',
  '_ _ T>T': 'OneHot',
  '? T>T': 'CastLike',
  'T>T T': 'Dropout',
  'T _ _>T bool': 'Dropout@10',
  'T>T i64': 'MaxPool',
  'T _>T i64': 'TopK',
  'T>T i64 i64 i64': 'Unique',
  'T T T>T = =': 'LayerNormalization',
  'T T T T T>T T T T T': 'BatchNormalization',
  'T V V U U>T U U': 'BatchNormalization@14',
  'T T T T _ T T T>T T T': 'LSTM',
  'T T T T _ T>T T': 'GRU RNN',
  'T T V M T V _>T T V T': 'Attention',
  'T T T S T T>T S': 'LinearAttention',
  'T T T T>T T': 'CausalConvWithState',
  'T>i64': 'ArgMax ArgMin',
  'T T>bool': 'Equal Greater GreaterOrEqual Less LessOrEqual',
  '? ?>bool': 'And Or Xor',
  '?>bool': 'IsInf@20 IsNaN RegexFullMatch',
  '_>bool': 'IsInf',
  '?>i64': 'NonZero SequenceLength Shape Size',
  'F>F': 'Celu',
  'F _>F': 'CumSum',
  'F*>F': 'Range',

  '_*>i64': 'NonMaxSuppression',
  '_*>i32': 'ConvInteger MatMulInteger',
  '_>u8 f32 u8': 'DynamicQuantizeLinear',
  '_ f32 _>f32': 'DequantizeLinear',
  '_ T _>T': 'DequantizeLinear@19',
  '_ _ _>=': 'DequantizeLinear@23 QuantizeLinear',
  '_ _ _ _ _ _ _ Z _>Z': 'QLinearConv QLinearMatMul',
  '_>f32': 'TfIdfVectorizer',
  '_>u8': 'ImageDecoder',
  '? ?>str': 'StringConcat StringNormalizer',
  '?>str i64': 'StringSplit',
  '>=': 'Constant RandomNormal RandomUniform',
  '?>=': 'Cast ConstantOfShape',
  '_*>=':
    'Bernoulli BitCast BlackmanWindow EyeLike HammingWindow HannWindow MelWeightMatrix Multinomial RandomNormalLike ' +
    'RandomUniformLike',
  'T*>[T]': 'SequenceConstruct',
  'T _>[T]': 'SplitToSequence',
  '[T] _>T': 'SequenceAt',
  '[T] T _>[T]': 'SequenceInsert',
  '[T] _>[T]': 'SequenceErase',
  '[T]>T': 'ConcatFromSequence',
};

const MICROSOFT: Readonly<Record<string, string>> = {
  'T>T': 'Gelu QuickGelu Inverse',
  'T _>T': 'ExpandDims Trilu',
  'T*>T':
    'BiasAdd BiasGelu BiasSoftmax BiasSplitGelu FastGelu FusedConv FusedGemm FusedMatMul NhwcConv TransposeMatMul',
  'T T T _ T T _>T T': 'Attention',
  'T T T T _ T T T _ _>T T T _': 'MultiHeadAttention',
  'T T T C C _ _ T T _ T T _ _ T T>T C C T': 'GroupQueryAttention',
  'T T T T T>T f32 f32 T': 'SkipLayerNormalization',
  'T T T T>T f32 f32 T': 'SkipSimplifiedLayerNormalization',
  '_ _ T T T T T _ _>T i32 T': 'EmbedLayerNormalization',
  'T _ T T>T': 'RotaryEmbedding',
  'T M M>T': 'GroupNorm',
  'T _ T Z _ T>T': 'MatMulNBits',
  '_ _ T _>T': 'GatherBlockQuantized',
  '_ T _>T': 'DequantizeLinear',
  'F _ F _ F>F': 'DynamicQuantizeMatMul',
  '_ _ T T _ _ T>T': 'MatMulIntegerToFloat',
  'F _ _ F _ F F F F _ F _>F F F': 'DynamicQuantizeLSTM',
  '_ _ F F _ _ _ _ F>F F': 'QAttention',
  '_ _ _ _ _ _ _ Z _>Z': 'QLinearConv',
  'Z _*>Z': 'QLinearAdd QLinearMul QLinearSigmoid QLinearLeakyRelu',
};

interface Version {
  readonly since: number;
  readonly signature: Signature;
}

const TABLES = { standard: parseTable(STANDARD), microsoft: parseTable(MICROSOFT) };

/** Of the node's operator at this opset of the standard domain; null for one that is not in the tables. */
export function signatureOf(node: NodeProto, opset: number): Signature | null {
  if (node.domain === 'com.microsoft') return TABLES.microsoft.get(node.opType)?.[0]?.signature ?? null;
  if (!isStandard(node)) return null;
  const versions = TABLES.standard.get(node.opType) ?? [];
  return versions.findLast(({ since }) => since <= opset)?.signature ?? null;
}

/** True where the operator is known, at whatever opset. */
export function isKnownOperator(node: NodeProto): boolean {
  return signatureOf(node, Infinity) !== null;
}

function parseTable(table: Readonly<Record<string, string>>): Map<string, Version[]> {
  const operators = new Map<string, Version[]>();
  for (const [text, names] of Object.entries(table)) {
    const signature = parseSignature(text);
    for (const entry of names.split(' ')) {
      const [name = '', since = '1'] = entry.split('@');
      const versions = [...(operators.get(name) ?? []), { since: Number(since), signature }];
      operators.set(
        name,
        versions.sort((a, b) => a.since - b.since),
      );
    }
  }
  return operators;
}

function parseSignature(text: string): Signature {
  const [inputs = [], outputs = []] = text.split('>').map((side) => side.split(' ').filter(Boolean));
  return { input: slotsOf(inputs), output: slotsOf(outputs) };
}

function slotsOf(tokens: readonly string[]): (index: number) => Slot | null {
  const repeats = tokens.at(-1)?.endsWith('*') ?? false;
  const slots = tokens.map((token) => slotOf(token.replace('*', '')));
  return (index) => slots[index] ?? (repeats ? (slots.at(-1) ?? null) : null);
}

function slotOf(token: string): Slot {
  const type = FIXED_TYPES[token];
  if (type !== undefined) return { kind: 'fixed', type };
  if (token === '_') return { kind: 'own' };
  if (token === '?') return { kind: 'any' };
  if (token === '=') return { kind: 'attribute' };
  return { kind: 'variable', name: token.replace(/[[\]]/g, ''), isSequence: token.startsWith('[') };
}
