/** Quantized weights, made once for each tensor and form, however many layers use them. */
import { int8Tensor, uint8Tensor } from '../onnx/make.ts';
import type { GraphProto, TensorProto } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';
import type { Constant } from '../onnx/scope.ts';
import { floatsOf } from '../onnx/tensors.ts';
import type { WeightLayout } from './weights.ts';
import { asPatchMatrix, asUnsigned, quantizeWeights, UNSIGNED_ZERO_POINT } from './weights.ts';

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
  /** From the quantized values in the order of the float ones to the tensor that the operator takes. */
  readonly build: (name: string, values: Int8Array) => TensorProto;
}

export class WeightStore {
  readonly #names: FreshNames;
  readonly #root: GraphProto;
  readonly #stored = new Map<TensorProto, Map<string, StoredWeights | null>>();
  readonly #initializers = new Map<GraphProto, TensorProto[]>();
  #zeroPoint: string | null = null;

  constructor(root: GraphProto, names: FreshNames) {
    this.#root = root;
    this.#names = names;
  }

  /** What belongs to `graph`, which owns the float weights. */
  initializersOf(graph: GraphProto): readonly TensorProto[] {
    return this.#initializers.get(graph) ?? [];
  }

  /** int8 [inputs, outputs] for MatMulInteger; null where the weights hold NaN or infinity. */
  matrix(weight: Constant, inputs: number, outputs: number, outputsFirst: boolean): StoredWeights | null {
    if (outputsFirst) return this.patchMatrix(weight, inputs, outputs, 1);
    return this.#store(weight, {
      suffix: 'int8',
      channels: outputs,
      channelsLast: true,
      symmetric: false,
      build: (name, values) => int8Tensor(name, [inputs, outputs], values),
    });
  }

  /** int8 [taps × inputs, outputs] of [outputs, inputs, taps]; null as above. */
  patchMatrix(weight: Constant, inputs: number, outputs: number, taps: number): StoredWeights | null {
    return this.#store(weight, {
      suffix: 'columns_int8',
      channels: outputs,
      channelsLast: false,
      symmetric: false,
      build: (name, values) =>
        int8Tensor(name, [taps * inputs, outputs], asPatchMatrix(values, outputs, inputs, taps)),
    });
  }

  /** uint8 [outputs, inputs, kernel…] for ConvInteger, which ONNX Runtime has for unsigned weights only. */
  convolution(weight: Constant, dims: readonly number[], outputs: number): StoredWeights | null {
    return this.#store(weight, {
      suffix: 'uint8',
      channels: outputs,
      channelsLast: false,
      // It takes one zero point for all channels, so each channel must have the same.
      symmetric: true,
      build: (name, values) => uint8Tensor(name, dims, asUnsigned(values)),
    });
  }

  #store({ tensor, owner }: Constant, form: Form): StoredWeights | null {
    const forms = this.#stored.get(tensor) ?? new Map<string, StoredWeights | null>();
    this.#stored.set(tensor, forms);
    const known = forms.get(form.suffix);
    if (known !== undefined) return known;
    const stored = this.#make(tensor, owner, form);
    forms.set(form.suffix, stored);
    return stored;
  }

  #make(tensor: TensorProto, owner: GraphProto, form: Form): StoredWeights | null {
    const floats = floatsOf(tensor);
    const quantized = floats && quantizeWeights(floats, form);
    if (quantized === null) return null;
    // A tensor in a Constant node's attribute is often nameless.
    const name = this.#names.next(`${tensor.name || 'weight'}_${form.suffix}`);
    this.#add(owner, form.build(name, quantized.values));
    const { scales, zeroPoints } = quantized;
    if (form.symmetric) return { name, scales, zeroPoint: this.#unsignedZeroPoint() };
    const zeroPoint = this.#names.next(`${name}_zero_point`);
    this.#add(owner, int8Tensor(zeroPoint, [zeroPoints.length], zeroPoints));
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
