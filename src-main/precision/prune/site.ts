/** One node while channels are followed through it: what its rule sees, and what the rule says. */
import { intOf } from '../onnx/attributes.ts';
import { exactIntegersOf } from '../onnx/integers.ts';
import type { NodeProto, TensorProto } from '../onnx/messages.ts';
import { floatsOf } from '../onnx/tensors.ts';
import type { Scope } from '../onnx/scope.ts';
import type { Dims, Value, Values } from './values.ts';

/**
 * How a layer's weights depend on the channels of one of their axes: they make them, read them, or scale each
 * (depthwise convolution, normalization).
 */
export type Role = 'makes' | 'reads' | 'scales';

/** An axis of a layer's weights. */
export interface Use {
  readonly node: NodeProto;
  readonly role: Role;
  readonly tensor: TensorProto;
  /** Of the tensor as it is stored. */
  readonly axis: number;
  readonly slot: number;
}

/** A number in the node that is the size of a slot, and has to follow it. */
export interface SizeNote {
  readonly node: NodeProto;
  readonly slot: number;
  /** The attribute that is the size, or the element of the constant input that is. */
  readonly at: { readonly attribute: string } | { readonly input: number; readonly element: number };
}

/** What the rules find out about a graph. */
export interface Findings {
  readonly uses: Use[];
  /** Layers whose channels could not be told, and why. */
  readonly unknown: { readonly node: NodeProto; readonly why: string }[];
  readonly sizes: SizeNote[];
}

export class Site {
  readonly node: NodeProto;
  readonly opset: number;
  readonly #scope: Scope;
  readonly #values: Values;
  readonly #findings: Findings;
  readonly #touched = new Set<number>();
  #why: string | null = null;

  constructor(node: NodeProto, opset: number, scope: Scope, values: Values, findings: Findings) {
    this.node = node;
    this.opset = opset;
    this.#scope = scope;
    this.#values = values;
    this.#findings = findings;
  }

  /** Why the rule does not follow the node's channels, where it knows better than its operator's general reason. */
  get why(): string | null {
    return this.#why;
  }

  refuse(why: string): void {
    this.#why = why;
  }

  hasInput(index: number): boolean {
    return (this.node.input[index] ?? '') !== '';
  }

  /** Null where there is none, or where its number of dimensions is not known. */
  input(index: number): Value | null {
    return this.hasInput(index) ? this.#values.get(this.node.input[index] ?? '') : null;
  }

  /** Those that are there; null where the number of dimensions of one is not known. */
  inputs(): Value[] | null {
    const values = this.node.input.filter((name) => name !== '').map((name) => this.#values.get(name));
    return values.every((value) => value !== null) ? values : null;
  }

  /** Says what shape an output has. */
  output(dims: Dims, index = 0): Value {
    return this.#values.define(this.node.output[index] ?? '', dims);
  }

  /** A constant list of whole numbers; null where it is absent or computed. */
  integers(index: number): number[] | null {
    const constant = this.#scope.constant(this.node.input[index] ?? '');
    return constant && exactIntegersOf(constant.tensor);
  }

  /** A list of whole numbers, constant or computed, as far as it is known; null where it is not even how long it is. */
  list(name: string): Dims | null {
    const constant = this.#scope.constant(name);
    if (constant === null) return this.#values.lists.get(name) ?? null;
    return constant.tensor.dims.length <= 1 ? exactIntegersOf(constant.tensor) : null;
  }

  /** A constant list of float32; null where it is absent or computed. */
  floats(index: number): number[] | null {
    const constant = this.#scope.constant(this.node.input[index] ?? '');
    const values = constant && floatsOf(constant.tensor);
    return values && [...values];
  }

  isConstant(index: number): boolean {
    return this.#scope.constant(this.node.input[index] ?? '') !== null;
  }

  /** An axis attribute or its default, counted from the front; null: out of range. */
  axis(absent: number, rank: number): number | null {
    return fromFront(intOf(this.node, 'axis', absent), rank);
  }

  /** The two axes are the same channels; each index of the first is `times` successive ones of the second. */
  link(a: Value, axisA: number, b: Value, axisB: number, times = 1): void {
    const [slotA, slotB] = [a.slots[axisA], b.slots[axisB]];
    if (slotA === undefined || slotB === undefined) return;
    this.#touched.add(slotA).add(slotB);
    this.#values.slots.link(slotA, slotB, times);
  }

  /** Links all axes but those for which `isCut` holds. */
  linkAll(a: Value, b: Value, isCut: (axis: number) => boolean = () => false): void {
    for (const axis of a.slots.keys()) if (!isCut(axis)) this.link(a, axis, b, axis);
  }

  /** The input holds a layer's weights, and one of their axes is channels. */
  layer(role: Role, index: number, axis: number): void {
    const slot = this.input(index)?.slots[axis];
    const constant = this.#scope.constant(this.node.input[index] ?? '');
    if (slot === undefined || constant === null) return;
    const { tensor, transposed } = constant;
    this.#findings.uses.push({ node: this.node, role, tensor, slot, axis: transposed ? 1 - axis : axis });
  }

  /** A number in this node is the size of the value's axis. */
  states(value: Value, axis: number, at: SizeNote['at']): void {
    const slot = value.slots[axis];
    if (slot !== undefined) this.#findings.sizes.push({ node: this.node, slot, at });
  }

  /** Pins every axis that the rule did not link: what a rule does not speak of stays as it is. */
  pinTheRest(why: string): void {
    for (const name of [...this.node.input, ...this.node.output]) {
      const value = name === '' ? null : this.#values.get(name);
      for (const [axis, slot] of value?.slots.entries() ?? []) {
        if (value?.dims[axis] !== 1 && !this.#touched.has(slot)) this.#values.slots.pin(slot, why);
      }
    }
  }
}

/** An axis counted from either end, from the front; null where there is none such. */
export function fromFront(axis: number, rank: number): number | null {
  const counted = axis < 0 ? axis + rank : axis;
  return Number.isInteger(counted) && counted >= 0 && counted < rank ? counted : null;
}
