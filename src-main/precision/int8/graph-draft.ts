/** One graph under construction: its nodes in order, and what its layers share. */
import { MICROSOFT } from '../onnx/domains.ts';
import { floatTensor, intAttribute, intsAttribute, makeNode } from '../onnx/make.ts';
import type { AttributeProto, NodeProto, TensorProto } from '../onnx/messages.ts';
import { DATA_TYPE } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';

/**
 * The names of an activation as uint8: real = (quantized − zeroPoint) × scale, with one scale and zero
 * point for the whole tensor (the definition of DynamicQuantizeLinear).
 */
export interface QuantizedActivation {
  readonly quantized: string;
  readonly scale: string;
  readonly zeroPoint: string;
}

/** y = gain × x + offset, one of each an output channel; no offset is null. */
export interface Rescaling {
  readonly gain: Float32Array;
  readonly offset: string | null;
  /** The shape of `gain` that broadcasts along the channels. */
  readonly dims: readonly number[];
}

export class GraphDraft {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #names: FreshNames;
  readonly #activations = new Map<string, QuantizedActivation>();
  readonly #channelsLast = new Map<string, string>();

  constructor(names: FreshNames) {
    this.#names = names;
  }

  /** Adds a node of one output, which is called `output` or else after `base`; returns that name. */
  add(
    op: string,
    base: string,
    inputs: readonly string[],
    attributes: readonly AttributeProto[] = [],
    output = this.#names.next(`${base}_${op}`),
  ): string {
    this.nodes.push(
      makeNode({ op, name: this.#names.next(`${op}(${base})`), inputs, outputs: [output], attributes }),
    );
    return output;
  }

  /** Adds ONNX Runtime's own form of `node`, which makes the same outputs. */
  replace(
    node: NodeProto,
    op: string,
    inputs: readonly string[],
    attributes: readonly AttributeProto[],
  ): void {
    const base = node.output.find((name) => name !== '') ?? '';
    const name = this.#names.next(`${op}(${base})`);
    this.nodes.push(makeNode({ op, name, inputs, outputs: node.output, attributes, domain: MICROSOFT }));
  }

  /** Adds a float32 constant; returns its name. */
  constant(base: string, dims: readonly number[], values: Float32Array): string {
    const name = this.#names.next(base);
    this.initializers.push(floatTensor(name, dims, values));
    return name;
  }

  /** The activation as uint8; quantized once in this graph, however many layers read it. */
  quantized(activation: string): QuantizedActivation {
    const known = this.#activations.get(activation);
    if (known !== undefined) return known;
    const made = {
      quantized: this.#names.next(`${activation}_quantized`),
      scale: this.#names.next(`${activation}_scale`),
      zeroPoint: this.#names.next(`${activation}_zero_point`),
    };
    const op = 'DynamicQuantizeLinear';
    const outputs = [made.quantized, made.scale, made.zeroPoint];
    this.nodes.push(
      makeNode({ op, name: this.#names.next(`${op}(${activation})`), inputs: [activation], outputs }),
    );
    this.#activations.set(activation, made);
    return made;
  }

  /** [N, C, …] → [N, …, C]; made once in this graph for each value. */
  channelsLast(value: string, rank: number): string {
    const known = this.#channelsLast.get(value);
    if (known !== undefined) return known;
    const made = this.add('Transpose', value, [value], [intsAttribute('perm', channelsLastOrder(rank))]);
    this.#channelsLast.set(value, made);
    return made;
  }

  /** [N, …, C] → [N, C, …]. */
  channelsSecond(value: string, rank: number, output: string): string {
    const order = [
      0,
      rank - 1,
      ...channelsLastOrder(rank)
        .slice(1, -1)
        .map((axis) => axis - 1),
    ];
    return this.add('Transpose', output, [value], [intsAttribute('perm', order)], output);
  }

  /**
   * Products of integers as real numbers. The shape (scale × scale, then the product) is the one that ONNX
   * Runtime recognises and fuses into a single kernel.
   */
  rescaled(
    integers: string,
    activation: QuantizedActivation,
    by: Rescaling,
    base: string,
    output?: string,
  ): string {
    const floats = this.add('Cast', base, [integers], [intAttribute('to', DATA_TYPE.float)]);
    const weightScale = this.constant(`${base}_weight_scale`, by.dims, by.gain);
    const scale = this.add('Mul', `${base}_scale`, [activation.scale, weightScale]);
    if (by.offset === null) return this.add('Mul', base, [floats, scale], [], output);
    const product = this.add('Mul', base, [floats, scale]);
    return this.add('Add', base, [product, by.offset], [], output);
  }
}

function channelsLastOrder(rank: number): number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1];
}
