/**
 * A node's attributes by name, with the operator's own default where one is absent. One of another type than
 * is asked for is `model-corrupt`: the default must not stand in for it.
 */
import { expectType } from './check-node.ts';
import type { AttributeProto, NodeProto } from './messages.ts';
import { ATTRIBUTE_TYPE, int64ToNumber } from './messages.ts';

export function attributeOf(node: NodeProto, name: string): AttributeProto | null {
  return node.attribute.find((attribute) => attribute.name === name) ?? null;
}

/** A number too large to be exact is NaN. */
export function intOf(node: NodeProto, name: string, absent: number): number {
  const attribute = typed(node, name, ATTRIBUTE_TYPE.int);
  return attribute === null ? absent : (int64ToNumber(attribute.i) ?? NaN);
}

export function floatOf(node: NodeProto, name: string, absent: number): number {
  return typed(node, name, ATTRIBUTE_TYPE.float)?.f ?? absent;
}

/** The list, or null where the attribute is absent. A number too large to be exact is NaN. */
export function intsOf(node: NodeProto, name: string): number[] | null {
  const attribute = typed(node, name, ATTRIBUTE_TYPE.ints);
  return attribute?.ints.map((value) => int64ToNumber(value) ?? NaN) ?? null;
}

/** A string attribute as text. */
export function stringOf(node: NodeProto, name: string, absent: string): string {
  const attribute = typed(node, name, ATTRIBUTE_TYPE.string);
  return attribute === null ? absent : new TextDecoder().decode(attribute.s);
}

function typed(node: NodeProto, name: string, type: number): AttributeProto | null {
  const attribute = attributeOf(node, name);
  if (attribute !== null) expectType(attribute, type, node);
  return attribute;
}
