/**
 * Element types of the values of a model and of the graphs inside it, found without running anything: what the
 * file states (inputs, initializers, notes on values) and what follows from the operators' signatures.
 *
 * Never a guess: a value is null where an operator is not known, or where the file states one type and the
 * operators make another.
 */
import type { GraphProto, ModelProto, NodeProto, ValueInfo } from './messages.ts';
import { standardOpset } from './read.ts';
import { graphsWithin } from './walk.ts';
import type { Signature, Slot } from './signatures.ts';
import { signatureOf } from './signatures.ts';
import { attributeType } from './types-by-attribute.ts';
import { bodyInputTypes, outputsOfBodies } from './types-by-body.ts';

/** A tensor, or a sequence of tensors, of one element type (`TensorProto.DataType`). */
export interface ValueType {
  readonly element: number;
  readonly isSequence: boolean;
}

/** The file states another type than the operators make. */
export interface TypeConflict {
  readonly value: string;
  readonly stated: number;
  readonly found: number;
}

export type Bindings = ReadonlyMap<string, ValueType>;

/** The types of one graph's values, and of those around it that it sees. */
export class GraphTypes {
  readonly #around: GraphTypes | null;
  readonly #types = new Map<string, ValueType | null>();

  constructor(around: GraphTypes | null) {
    this.#around = around;
  }

  /** One of `DATA_TYPE`; null: unknown, or not a dense tensor. */
  elementType(name: string): number | null {
    const type = this.valueType(name);
    return type === null || type.isSequence ? null : type.element;
  }

  valueType(name: string): ValueType | null {
    if (this.#types.has(name)) return this.#types.get(name) ?? null;
    return this.#around?.valueType(name) ?? null;
  }

  set(name: string, type: ValueType | null): void {
    if (name !== '') this.#types.set(name, type);
  }
}

export class ModelTypes {
  readonly conflicts: TypeConflict[] = [];
  readonly #opset: number;
  readonly #graphs = new Map<GraphProto, GraphTypes>();

  constructor(model: ModelProto) {
    this.#opset = standardOpset(model) ?? Infinity;
    if (model.graph !== null) this.#visit(model.graph, null, []);
  }

  /** `graph` must be the model's own, not a copy of it. */
  of(graph: GraphProto): GraphTypes {
    const types = this.#graphs.get(graph);
    if (types === undefined) throw new RangeError(`the graph "${graph.name}" is not one of this model`);
    return types;
  }

  /** `fed` are the types of the graph's inputs as the node around it gives them. */
  #visit(graph: GraphProto, around: GraphTypes | null, fed: readonly (ValueType | null)[]): void {
    const types = new GraphTypes(around);
    this.#graphs.set(graph, types);
    const stated = statedTypes([...graph.valueInfo, ...graph.output]);
    for (const { name, dataType } of graph.initializer) types.set(name, tensorOf(dataType));
    for (const [at, input] of graph.input.entries())
      types.set(input.name, statedType(input) ?? fed[at] ?? null);
    for (const node of graph.node) this.#visitNode(node, types, stated);
  }

  #visitNode(node: NodeProto, types: GraphTypes, stated: ReadonlyMap<string, ValueType>): void {
    const bodies = node.attribute.flatMap(({ g, graphs }) => (g === null ? graphs : [g]));
    for (const body of bodies) this.#visit(body, types, bodyInputTypes(node, types));
    const found =
      bodies.length > 0
        ? outputsOfBodies(node, bodies, (body, name) => this.of(body).valueType(name))
        : outputTypes(node, types, this.#opset);
    for (const [at, name] of node.output.entries()) {
      types.set(name, this.#agreed(name, stated.get(name) ?? null, found[at] ?? null));
    }
  }

  #agreed(value: string, stated: ValueType | null, found: ValueType | null): ValueType | null {
    if (stated === null || found === null) return stated ?? found;
    if (stated.element === found.element && stated.isSequence === found.isSequence) return found;
    this.conflicts.push({ value, stated: stated.element, found: found.element });
    return null;
  }
}

/** What the type variables of the node's signature stand for, by its inputs; a contradiction leaves them out. */
export function bindingsOf(node: NodeProto, signature: Signature, types: GraphTypes): Bindings {
  const bound = new Map<string, ValueType>();
  const refuted = new Set<string>();
  for (const [at, name] of node.input.entries()) {
    const slot = name === '' ? null : signature.input(at);
    const type = types.valueType(name);
    if (slot?.kind !== 'variable' || type === null) continue;
    const known = bound.get(slot.name);
    if (type.isSequence !== slot.isSequence || (known && known.element !== type.element))
      refuted.add(slot.name);
    else bound.set(slot.name, tensorOf(type.element));
  }
  for (const name of refuted) bound.delete(name);
  return bound;
}

function outputTypes(node: NodeProto, types: GraphTypes, opset: number): (ValueType | null)[] {
  const signature = signatureOf(node, opset);
  if (signature === null) return [];
  // What Identity passes on may be a sequence, too.
  if (node.opType === 'Identity') return [types.valueType(node.input[0] ?? '')];
  const bound = bindingsOf(node, signature, types);
  const byAttribute = attributeType(node, types);
  return node.output.map((_, at) => outputType(signature.output(at), bound, byAttribute));
}

function outputType(slot: Slot | null, bound: Bindings, byAttribute: number | null): ValueType | null {
  if (slot?.kind === 'fixed') return tensorOf(slot.type);
  if (slot?.kind === 'attribute') return byAttribute === null ? null : tensorOf(byAttribute);
  if (slot?.kind !== 'variable') return null;
  const type = bound.get(slot.name);
  return type === undefined ? null : { ...type, isSequence: slot.isSequence };
}

function tensorOf(element: number): ValueType {
  return { element, isSequence: false };
}

function statedTypes(infos: readonly ValueInfo[]): Map<string, ValueType> {
  const stated = new Map<string, ValueType>();
  for (const info of infos) {
    const type = statedType(info);
    if (type !== null) stated.set(info.name, type);
  }
  return stated;
}

/** Null where the file leaves it open, which is an element type of 0 as well, or where it is no dense tensor. */
function statedType({ type }: ValueInfo): ValueType | null {
  const element = type?.tensorType?.elemType ?? 0;
  return element === 0 ? null : tensorOf(element);
}

/** True where any value or weight of the model has this type. */
export function holdsType(model: ModelProto, types: ModelTypes, element: number): boolean {
  if (model.graph === null) return false;
  for (const graph of graphsWithin(model.graph)) {
    const known = types.of(graph);
    const names = [
      ...graph.input.map(({ name }) => name),
      ...graph.initializer.map(({ name }) => name),
      ...graph.node.flatMap(({ output }) => output),
    ];
    if (names.some((name) => known.elementType(name) === element)) return true;
  }
  return false;
}
