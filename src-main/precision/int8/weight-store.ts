/** Quantized weights, made once for each tensor and form, however many layers use them. */
import { int8Tensor, uint8Tensor } from '../onnx/make.ts';
import type { GraphProto, TensorProto } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';
import type { Constant } from '../onnx/scope.ts';
import { floatsOf } from '../onnx/tensors.ts';
import type { VariantSettings } from '../settings.ts';
import type { WeightLayout } from './weights.ts';
import { asPatchMatrix, asUnsigned, quantizeWeights, UNSIGNED_ZERO_POINT } from './weights.ts';

/** How the integers of a matrix are stored; the values that they stand for are the same. */
export type WeightForm = VariantSettings['int8']['weights'];

export interface StoredWeights {
  readonly name: string;
  /** The name of their zero points. */
  readonly zeroPoint: string;
  /** One an output channel. */
  readonly scales: Float32Array;
}

interface Form extends WeightLayout {
  /** Tells the forms of one tensor apart. */
  readonly suffix: string;
  readonly storage: WeightForm;
  /** From the quantized values in the order of the float ones to those of the tensor that the operator takes. */
  readonly arrange: (values: Int8Array) => Int8Array;
  /** Of that tensor. */
  readonly dims: readonly number[];
  /** Of the tensor of zero points, one a channel; null: a scalar does for all. */
  readonly zeroPointDims: readonly number[] | null;
}

export class WeightStore {
  /** Of the matrices; a convolution's weights are unsigned always. */
  readonly form: WeightForm;
  readonly #names: FreshNames;
  readonly #root: GraphProto;
  readonly #stored = new Map<TensorProto, Map<string, StoredWeights | null>>();
  readonly #initializers = new Map<GraphProto, TensorProto[]>();
  #zeroPoint: string | null = null;

  constructor(root: GraphProto, names: FreshNames, form: WeightForm) {
    this.#root = root;
    this.#names = names;
    this.form = form;
  }

  /** What belongs to `graph`, which owns the float weights. */
  initializersOf(graph: GraphProto): readonly TensorProto[] {
    return this.#initializers.get(graph) ?? [];
  }

  /** [inputs, outputs] for MatMulInteger; null where the weights hold NaN or infinity. */
  matrix(weight: Constant, inputs: number, outputs: number, outputsFirst: boolean): StoredWeights | null {
    if (outputsFirst) return this.patchMatrix(weight, inputs, outputs, 1);
    return this.#store(weight, {
      suffix: this.form,
      channels: outputs,
      channelsLast: true,
      symmetric: false,
      storage: this.form,
      arrange: (values) => values,
      dims: [inputs, outputs],
      zeroPointDims: [outputs],
    });
  }

  /** [taps × inputs, outputs] of [outputs, inputs, taps]; null as above. */
  patchMatrix(weight: Constant, inputs: number, outputs: number, taps: number): StoredWeights | null {
    return this.#store(weight, {
      suffix: `columns_${this.form}`,
      channels: outputs,
      channelsLast: false,
      symmetric: false,
      storage: this.form,
      arrange: (values) => asPatchMatrix(values, outputs, inputs, taps),
      dims: [taps * inputs, outputs],
      zeroPointDims: [outputs],
    });
  }

  /** uint8 [outputs, inputs, kernel…] for ConvInteger, which ONNX Runtime has for unsigned weights only. */
  convolution(weight: Constant, dims: readonly number[], outputs: number): StoredWeights | null {
    return this.#store(weight, {
      suffix: 'kernel_uint8',
      channels: outputs,
      channelsLast: false,
      // It takes one zero point for all channels, so each channel must have the same.
      symmetric: true,
      storage: 'uint8',
      arrange: (values) => values,
      dims,
      zeroPointDims: null,
    });
  }

  /**
   * [directions, inputs, gates] of [directions, gates, inputs] for DynamicQuantizeLSTM, whose zero points
   * must all be the same; null as above.
   */
  recurrent(weight: Constant, directions: number, gates: number, inputs: number): StoredWeights | null {
    return this.#store(weight, {
      suffix: `gates_${this.form}`,
      channels: directions * gates,
      channelsLast: false,
      symmetric: true,
      storage: this.form,
      arrange: (values) => eachTransposed(values, directions, gates, inputs),
      dims: [directions, inputs, gates],
      zeroPointDims: [directions, gates],
    });
  }

  #store({ tensor, owner }: Constant, form: Form): StoredWeights | null {
    const forms = this.#stored.get(tensor) ?? new Map<string, StoredWeights | null>();
    this.#stored.set(tensor, forms);
    const known = forms.get(form.suffix);
    if (known !== undefined) return known;
    const made = this.#make(tensor, owner, form);
    forms.set(form.suffix, made);
    return made;
  }

  #make(tensor: TensorProto, owner: GraphProto, form: Form): StoredWeights | null {
    const floats = floatsOf(tensor);
    const quantized = floats && quantizeWeights(floats, form);
    if (quantized === null) return null;
    // A tensor in a Constant node's attribute is often nameless.
    const name = this.#names.next(`${tensor.name || 'weight'}_${form.suffix}`);
    this.#add(owner, stored(name, form.dims, form.arrange(quantized.values), form.storage));
    const { scales, zeroPoints } = quantized;
    if (form.zeroPointDims === null) return { name, scales, zeroPoint: this.#unsignedZeroPoint() };
    const zeroPoint = this.#names.next(`${name}_zero_point`);
    this.#add(owner, stored(zeroPoint, form.zeroPointDims, zeroPoints, form.storage));
    return { name, scales, zeroPoint };
  }

  #unsignedZeroPoint(): string {
    if (this.#zeroPoint === null) {
      this.#zeroPoint = this.#names.next('weight_zero_point_uint8');
      this.#add(this.#root, uint8Tensor(this.#zeroPoint, [], Uint8Array.of(UNSIGNED_ZERO_POINT)));
    }
    return this.#zeroPoint;
  }

  #add(graph: GraphProto, tensor: TensorProto): void {
    const list = this.#initializers.get(graph) ?? [];
    this.#initializers.set(graph, [...list, tensor]);
  }
}

function stored(name: string, dims: readonly number[], values: Int8Array, as: WeightForm): TensorProto {
  return as === 'int8' ? int8Tensor(name, dims, values) : uint8Tensor(name, dims, asUnsigned(values));
}

function eachTransposed(values: Int8Array, count: number, rows: number, columns: number): Int8Array {
  const transposed = new Int8Array(values.length);
  const size = rows * columns;
  for (let at = 0; at < count * size; at += size) {
    transposed.set(asPatchMatrix(values.subarray(at, at + size), rows, columns, 1), at);
  }
  return transposed;
}
