/** One graph under construction with its quantized values. */
import { floatTensor, int32Tensor, int8Tensor, intAttribute, makeNode, uint8Tensor } from '../onnx/make.ts';
import type { NodeProto, TensorProto } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';
import type { ActivationScale } from './scales.ts';
import type { QuantizedLayer } from './weights.ts';

/** The value that stands for 0 in unsigned weights. */
const UNSIGNED_ZERO_POINT = 128;

export interface Forms {
  /** int8 activations around 0; else uint8 with a zero point. */
  readonly symmetric: boolean;
  /** uint8 weights around 128; else int8 around 0. The values are the same. */
  readonly unsignedWeights: boolean;
}

export class StaticDraft {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #names: FreshNames;
  readonly #forms: Forms;
  /** Scale and zero point of values, by their names. */
  readonly #scales = new Map<string, readonly [string, string]>();
  /** The dequantized form of values that a float operator made. */
  readonly #dequantized = new Map<string, string>();

  constructor(names: FreshNames, forms: Forms) {
    this.#names = names;
    this.#forms = forms;
  }

  fresh(wanted: string): string {
    return this.#names.next(wanted);
  }

  /** `from` as integers and back, called `to`. Values with the same `key` share scale and zero point. */
  quantizeTo(from: string, to: string, key: string, scale: ActivationScale): void {
    const [scaleName, zeroPointName] = this.#scaleOf(key, scale);
    const quantized = this.fresh(`${to}_quantized`);
    this.#add('QuantizeLinear', [from, scaleName, zeroPointName], quantized);
    this.#add('DequantizeLinear', [quantized, scaleName, zeroPointName], to);
  }

  /** The value, rounded to integers where it is needed; once in this graph, however many layers read it. */
  dequantized(value: string, scale: ActivationScale): string {
    const known = this.#dequantized.get(value);
    if (known !== undefined) return known;
    const made = this.fresh(`${value}_dequantized`);
    this.quantizeTo(value, made, value, scale);
    this.#dequantized.set(value, made);
    return made;
  }

  /**
   * The weights behind a DequantizeLinear; returns its output. Each layer has a tensor of its own, even
   * where two had the same: with int8 weights ONNX Runtime 1.30 fails to load a model that shares them
   * when it makes them unsigned (`session.x64quantprecision`).
   */
  weights(base: string, dims: readonly number[], axis: number, { values, scales }: QuantizedLayer): string {
    const { unsignedWeights } = this.#forms;
    const name = this.fresh(`${base}_${unsignedWeights ? 'uint8' : 'int8'}`);
    const zeroPoint = this.fresh(`${name}_zero_point`);
    const channels = scales.length;
    if (unsignedWeights) {
      const unsigned = new Uint8Array(values.length);
      for (const [at, value] of values.entries()) unsigned[at] = value + UNSIGNED_ZERO_POINT;
      const zeros = new Uint8Array(channels).fill(UNSIGNED_ZERO_POINT);
      this.initializers.push(uint8Tensor(name, dims, unsigned), uint8Tensor(zeroPoint, [channels], zeros));
    } else {
      this.initializers.push(
        int8Tensor(name, dims, values),
        int8Tensor(zeroPoint, [channels], new Int8Array(channels)),
      );
    }
    return this.#perChannel(name, zeroPoint, scales, axis);
  }

  /** An int32 bias behind a DequantizeLinear; returns its output. */
  bias(base: string, bias: Int32Array, scales: Float32Array): string {
    const name = this.fresh(`${base}_int32`);
    const zeroPoint = this.fresh(`${name}_zero_point`);
    this.initializers.push(
      int32Tensor(name, [bias.length], bias),
      int32Tensor(zeroPoint, [bias.length], new Int32Array(bias.length)),
    );
    return this.#perChannel(name, zeroPoint, scales, 0);
  }

  #perChannel(name: string, zeroPoint: string, scales: Float32Array, axis: number): string {
    const scale = this.fresh(`${name}_scale`);
    this.initializers.push(floatTensor(scale, [scales.length], scales));
    const output = this.fresh(`${name}_dequantized`);
    this.nodes.push(
      makeNode({
        op: 'DequantizeLinear',
        name: this.fresh(`DequantizeLinear(${output})`),
        inputs: [name, scale, zeroPoint],
        outputs: [output],
        attributes: [intAttribute('axis', axis)],
      }),
    );
    return output;
  }

  #scaleOf(key: string, { scale, zeroPoint }: ActivationScale): readonly [string, string] {
    const known = this.#scales.get(key);
    if (known !== undefined) return known;
    const names = [this.fresh(`${key}_scale`), this.fresh(`${key}_zero_point`)] as const;
    this.initializers.push(
      floatTensor(names[0], [], Float32Array.of(scale)),
      this.#forms.symmetric
        ? int8Tensor(names[1], [], Int8Array.of(zeroPoint))
        : uint8Tensor(names[1], [], Uint8Array.of(zeroPoint)),
    );
    this.#scales.set(key, names);
    return names;
  }

  #add(op: string, inputs: readonly string[], output: string): void {
    this.nodes.push(makeNode({ op, name: this.fresh(`${op}(${output})`), inputs, outputs: [output] }));
  }
}
