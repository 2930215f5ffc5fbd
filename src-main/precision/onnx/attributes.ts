/** A node's attributes by name, with the operator's own default where one is absent. */
import type { AttributeProto, NodeProto } from './messages.ts';
import { int64ToNumber } from './messages.ts';

export function attributeOf(node: NodeProto, name: string): AttributeProto | null {
  return node.attribute.find((attribute) => attribute.name === name) ?? null;
}

export function intOf(node: NodeProto, name: string, absent: number): number {
  const attribute = attributeOf(node, name);
  return attribute === null ? absent : (int64ToNumber(attribute.i) ?? NaN);
}

export function floatOf(node: NodeProto, name: string, absent: number): number {
  return attributeOf(node, name)?.f ?? absent;
}

/** The list, or null where the attribute is absent. A number too large to be exact is NaN. */
export function intsOf(node: NodeProto, name: string): number[] | null {
  return attributeOf(node, name)?.ints.map((value) => int64ToNumber(value) ?? NaN) ?? null;
}

/** A string attribute as text. */
export function stringOf(node: NodeProto, name: string, absent: string): string {
  const attribute = attributeOf(node, name);
  return attribute === null ? absent : new TextDecoder().decode(attribute.s);
}
