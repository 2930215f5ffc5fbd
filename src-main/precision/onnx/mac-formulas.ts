/**
 * Multiply-accumulates of each operator that multiplies matrices or convolves, from the shapes of its values.
 *
 * Counted as dense: padding, zeros in weights and the masked half of causal attention count like the
 * rest, as in torchvision's and fvcore's figures. Everything else (normalisation, activations, softmax, element
 * by element operators, Fourier transforms) counts nothing.
 */
import { intOf, stringOf } from './attributes.ts';
import type { NodeProto } from './messages.ts';
import { elementCount } from './tensors.ts';

type Shape = readonly number[];

/** A value by its place: an input, or an output. Absent optional values have no shape. */
export type Place = readonly ['in' | 'out', number];

export interface MacFormula {
  /** Whose shapes it needs; those of absent optional values are null. */
  readonly needs: readonly Place[];
  readonly macs: (node: NodeProto, shapes: readonly (Shape | null)[]) => number;
}

/** By operator, whatever its domain: those of `com.microsoft` have names of their own. */
export const MAC_FORMULAS: Readonly<Record<string, MacFormula>> = {
  Conv: convolution(1),
  FusedConv: convolution(1),
  ConvInteger: convolution(1),
  QLinearConv: convolution(3),
  ConvTranspose: { needs: [input(0), input(1)], macs: (_, [x, w]) => size(x) * size(w?.slice(1)) },
  MatMul: product(),
  MatMulInteger: product(),
  QLinearMatMul: product(),
  DynamicQuantizeMatMul: product(),
  MatMulIntegerToFloat: product(),
  FusedMatMul: {
    needs: [output(0), input(0)],
    macs: (node, [y, a]) => size(y) * (a?.at(intOf(node, 'transA', 0) === 1 ? -2 : -1) ?? NaN),
  },
  Gemm: gemm(),
  FusedGemm: gemm(),
  MatMulNBits: { needs: [output(0)], macs: (node, [y]) => size(y) * intOf(node, 'K', NaN) },
  Einsum: {
    needs: [input(0), input(1)],
    macs: (node, shapes) => einsum(stringOf(node, 'equation', ''), shapes),
  },
  LSTM: recurrent(),
  GRU: recurrent(),
  RNN: recurrent(),
  DynamicQuantizeLSTM: recurrent(),
  // onnx: Q, K, V, mask, past key; [batch, tokens, width] or [batch, heads, tokens, size].
  'ai.onnx.Attention': {
    needs: [output(0), input(0), input(1), input(4)],
    macs: (_, [y, q, k, past]) => (size(q) + size(y)) * (length(k) + length(past)),
  },
  // com.microsoft: input, weights of all three projections side by side, bias, mask, past [2, …, tokens, size].
  'com.microsoft.Attention': {
    needs: [output(0), input(0), input(1), input(4)],
    macs: (_, [y, x, w, past]) => {
      const [batch, tokens, width] = [x?.[0] ?? NaN, x?.[1] ?? NaN, x?.[2] ?? NaN];
      const columns = w?.[1] ?? NaN;
      const valueWidth = y?.at(-1) ?? NaN;
      const seen = tokens + (past === null ? 0 : (past?.[3] ?? NaN));
      const projections = batch * tokens * width * columns;
      return projections + batch * tokens * seen * ((columns - valueWidth) / 2 + valueWidth);
    },
  },
  // query, key, value, bias, mask, bias, past key; packed [batch, tokens, heads, 3, size] without key.
  MultiHeadAttention: {
    needs: [output(0), input(0), input(1), input(6)],
    macs: (_, [y, q, k, past]) => {
      const packed = q?.length === 5;
      const seen = (packed ? (q[1] ?? NaN) : length(k)) + length(past);
      return ((packed ? size(q) / 3 : size(q)) + size(y)) * seen;
    },
  },
  // The cache that it gives holds every token seen; where the buffer is shared, its whole length counts.
  GroupQueryAttention: {
    needs: [output(0), output(1)],
    macs: (_, [y, present]) => 2 * size(y) * (present?.[2] ?? y?.[1] ?? NaN),
  },
};

/** Products hide in these, and no formula is known here: a model that has them has no count. */
export const UNCOUNTED: readonly string[] = [
  ...['QAttention', 'PackedAttention', 'PackedMultiHeadAttention', 'SparseAttention', 'PagedAttention'],
  ...['DecoderMaskedMultiHeadAttention', 'DecoderMaskedSelfAttention', 'LongformerAttention'],
  ...['MoE', 'QMoE', 'MatMulBnb4', 'MatMulFpQ4', 'QLinearGemm', 'QGemm', 'DeformConv', 'NhwcFusedConv'],
  ...['BeamSearch', 'GreedySearch', 'Sampling', 'LinearAttention'],
];

function input(index: number): Place {
  return ['in', index];
}

function output(index: number): Place {
  return ['out', index];
}

/** Each output value is a sum over the group's channels and the kernel: the weights' dims but the first. */
function convolution(weightInput: number): MacFormula {
  return {
    needs: [output(0), input(weightInput)],
    macs: (_, [y, w]) => size(y) * size(w?.slice(1)),
  };
}

/** Each output value is a sum over the last axis of the left side. */
function product(): MacFormula {
  return { needs: [output(0), input(0)], macs: (_, [y, a]) => size(y) * (a?.at(-1) ?? NaN) };
}

function gemm(): MacFormula {
  return {
    needs: [output(0), input(0)],
    macs: (node, [y, a]) => size(y) * (a?.[intOf(node, 'transA', 0) === 1 ? 0 : 1] ?? NaN),
  };
}

/** At each step of each sequence, every weight of W and R once: X is [steps, batch, …] or [batch, steps, …]. */
function recurrent(): MacFormula {
  return {
    needs: [input(0), input(1), input(2)],
    macs: (_, [x, w, r]) => (x?.[0] ?? NaN) * (x?.[1] ?? NaN) * (size(w) + size(r)),
  };
}

/** The sizes of all letters of two operands multiplied. NaN where the equation has an ellipsis or other operands. */
function einsum(equation: string, shapes: readonly (Shape | null)[]): number {
  const terms = (equation.split('->')[0] ?? '').replaceAll(' ', '').split(',');
  if (terms.length !== 2 || equation.includes('.')) return NaN;
  const sizes = new Map<string, number>();
  terms.forEach((term, operand) => {
    [...term].forEach((letter, axis) => sizes.set(letter, shapes[operand]?.[axis] ?? NaN));
  });
  return elementCount([...sizes.values()]);
}

/** Tokens in [batch, tokens, width], [batch, heads, tokens, size] or packed [batch, tokens, heads, n, size]. */
function length(shape: Shape | null | undefined): number {
  if (shape === null) return 0;
  return shape?.[shape.length === 4 ? 2 : 1] ?? NaN;
}

function size(shape: Shape | null | undefined): number {
  return shape ? elementCount(shape) : NaN;
}
