/** A node that can run on integers, described without ONNX's many spellings. */
import type { NodeProto } from '../onnx/messages.ts';
import type { Constant } from '../onnx/scope.ts';

/** activation [..., inputs] × weights [inputs, outputs]. */
export interface MatrixLayer {
  readonly kind: 'matrix';
  readonly node: NodeProto;
  readonly activation: string;
  readonly weight: Constant;
  readonly inputs: number;
  readonly outputs: number;
  /** The tensor holds [outputs, inputs]. */
  readonly outputsFirst: boolean;
  /** Multiplies the product (Gemm's alpha). */
  readonly gain: number;
  /** The value that is added (Gemm's C); null: none. */
  readonly bias: string | null;
}

/** Where the taps of a convolution's kernel lie; one entry each an axis of space. */
export interface Geometry {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padBefore: readonly number[];
  readonly padAfter: readonly number[];
}

/** A convolution of one group with weights [outputs, inputs, kernel…]. */
export interface ConvLayer {
  readonly kind: 'conv';
  readonly node: NodeProto;
  readonly activation: string;
  readonly weight: Constant;
  /** Of the weights. */
  readonly dims: readonly number[];
  readonly outputs: number;
  readonly inputs: number;
  /** One a channel; null: none. */
  readonly bias: Float32Array | null;
  /** Null where the padding depends on the size of the input. */
  readonly geometry: Geometry | null;
}

/** An LSTM with weights [directions, 4 × hidden, inputs] and [directions, 4 × hidden, hidden]. */
export interface LstmLayer {
  readonly kind: 'lstm';
  readonly node: NodeProto;
  readonly weight: Constant;
  readonly recurrence: Constant;
  readonly directions: number;
  readonly inputs: number;
  readonly hidden: number;
}

/** ONNX Runtime's Attention with weights [inputs, 3 × hidden]. */
export interface AttentionLayer {
  readonly kind: 'attention';
  readonly node: NodeProto;
  readonly activation: string;
  readonly weight: Constant;
  readonly inputs: number;
  /** 3 × hidden. */
  readonly outputs: number;
}

export type Layer = MatrixLayer | ConvLayer | LstmLayer | AttentionLayer;

/** A layer, or in words why the node stays as it is. */
export type Decision = { readonly layer: Layer } | { readonly why: string };
