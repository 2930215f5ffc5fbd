/** Whether a node says what it needs to say, by itself. */
import { Fault } from '#core/errors.ts';
import type { AttributeProto, NodeProto } from './messages.ts';
import { ATTRIBUTE_TYPE, isStandard, nodeLabel } from './messages.ts';

interface Kind {
  readonly what: string;
  readonly isHeld: (attribute: AttributeProto) => boolean;
}

/** By `AttributeProto.type`. Types that this program does not know are carried over. */
const KINDS: Readonly<Record<number, Kind>> = {
  [ATTRIBUTE_TYPE.float]: { what: 'a float', isHeld: (each) => Object.hasOwn(each, 'f') },
  [ATTRIBUTE_TYPE.int]: { what: 'an integer', isHeld: (each) => Object.hasOwn(each, 'i') },
  [ATTRIBUTE_TYPE.string]: { what: 'a string', isHeld: (each) => Object.hasOwn(each, 's') },
  [ATTRIBUTE_TYPE.tensor]: { what: 'a tensor', isHeld: ({ t }) => t !== null },
  [ATTRIBUTE_TYPE.graph]: { what: 'a graph', isHeld: ({ g }) => g !== null },
  [ATTRIBUTE_TYPE.floats]: { what: 'floats', isHeld: ({ floats }) => floats.length > 0 },
  [ATTRIBUTE_TYPE.ints]: { what: 'integers', isHeld: ({ ints }) => ints.length > 0 },
  [ATTRIBUTE_TYPE.strings]: { what: 'strings', isHeld: ({ strings }) => strings.length > 0 },
  [ATTRIBUTE_TYPE.tensors]: { what: 'tensors', isHeld: ({ tensors }) => tensors.length > 0 },
  [ATTRIBUTE_TYPE.graphs]: { what: 'graphs', isHeld: ({ graphs }) => graphs.length > 0 },
  [ATTRIBUTE_TYPE.sparseTensor]: { what: 'a sparse tensor', isHeld: (each) => each.sparseTensor !== null },
  [ATTRIBUTE_TYPE.sparseTensors]: {
    what: 'sparse tensors',
    isHeld: (each) => each.sparseTensors.length > 0,
  },
};
/** A number, a string or a list that is absent is 0 or empty: writers of protobuf 3 leave those out. */
const NEVER_LEFT_OUT: readonly number[] = [
  ATTRIBUTE_TYPE.tensor,
  ATTRIBUTE_TYPE.graph,
  ATTRIBUTE_TYPE.sparseTensor,
];

/** The attributes that a `Constant` may take its value from: exactly one of them. */
const CONSTANT_VALUES: readonly string[] = [
  ...['value', 'sparse_value', 'value_float', 'value_floats', 'value_int', 'value_ints'],
  ...['value_string', 'value_strings'],
];

/** Throws `model-corrupt`, naming the node. */
export function checkNode(node: NodeProto): void {
  if (node.opType === '') throw corrupt(`the node "${nodeLabel(node)}" names no operator`);
  for (const attribute of node.attribute) checkAttribute(attribute, node);
  if (node.opType === 'Constant' && isStandard(node)) checkConstant(node);
}

/** Throws `model-corrupt` where the attribute is not of the type that its reader needs. */
export function expectType(attribute: AttributeProto, type: number, node: NodeProto): void {
  // The type is absent in the oldest files.
  if (attribute.type === type || attribute.type === 0) return;
  const found = KINDS[attribute.type]?.what ?? `of the type ${attribute.type}`;
  throw corrupt(
    `the attribute "${attribute.name}" of ${node.opType} "${nodeLabel(node)}" is ${found}, not ${KINDS[type]?.what}`,
  );
}

function checkAttribute(attribute: AttributeProto, node: NodeProto): void {
  const kind = KINDS[attribute.type];
  if (kind === undefined || attribute.refAttrName !== '' || kind.isHeld(attribute)) return;
  const other = Object.values(KINDS).find(({ isHeld }) => isHeld(attribute));
  if (other === undefined && !NEVER_LEFT_OUT.includes(attribute.type)) return;
  throw corrupt(
    `the attribute "${attribute.name}" of ${node.opType} "${nodeLabel(node)}" should be ${kind.what}, ` +
      `but holds ${other?.what ?? 'nothing'}`,
  );
}

function checkConstant(node: NodeProto): void {
  const label = nodeLabel(node);
  if (node.output.length !== 1) throw corrupt(`the Constant "${label}" has ${node.output.length} outputs`);
  const values = node.attribute.filter(({ name }) => CONSTANT_VALUES.includes(name));
  if (values.length !== 1) throw corrupt(`the Constant "${label}" has ${values.length || 'no'} values`);
  const [value] = values;
  if (value?.name === 'value' && value.refAttrName === '') {
    expectType(value, ATTRIBUTE_TYPE.tensor, node);
    if (value.t === null) throw corrupt(`the Constant "${label}" has no value`);
  }
}

function corrupt(message: string): Fault {
  return new Fault('model-corrupt', message);
}
