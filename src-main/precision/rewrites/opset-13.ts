/**
 * What operator set 13 has otherwise than 11 and 12, node by node: inputs where attributes were, and Softmax
 * along one axis where it was over all axes from one on. Everything else that changed from 11 to 13 only
 * accepts more (further types, new attributes whose default is what was before).
 * Source: the version history in onnx/docs/Changelog.md.
 */
import { attributeOf, intOf, stringOf } from '../onnx/attributes.ts';
import { amend, intAttribute, makeNode } from '../onnx/make.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';
import type { SharedConstants } from '../onnx/shared-constants.ts';

/** A node in its new form: the nodes that replace it, and what changed in words; null: it stays. */
export type Upgraded = { readonly nodes: readonly NodeProto[]; readonly what: string } | null;

interface Means {
  readonly constants: SharedConstants;
  readonly names: FreshNames;
}

/** The attribute that became the second input; an absent one is an absent input. */
const LIST_BECAME_INPUT: Readonly<Record<string, string>> = {
  Squeeze: 'axes',
  Unsqueeze: 'axes',
  ReduceSum: 'axes',
  Split: 'split',
};

/** Their axis splits the dimensions in two groups until 12, and is the one that is normalised from 13 on. */
const NORMALISING: readonly string[] = ['Softmax', 'LogSoftmax', 'Hardmax'];

/** Why a node at opset 11 or 12 has no equivalent at 13; null where it has. */
export function refusedAt13(node: NodeProto): string | null {
  const mode = stringOf(node, 'coordinate_transformation_mode', '');
  if (node.opType === 'Resize' && mode === 'tf_half_pixel_for_nn') return `${mode} is not in operator set 13`;
  return null;
}

/** From opset 11 or 12 to 13. */
export function upgradeTo13(node: NodeProto, means: Means): Upgraded {
  const attribute = LIST_BECAME_INPUT[node.opType];
  if (attribute !== undefined) return listAsInput(node, attribute, means);
  if (NORMALISING.includes(node.opType)) return alongLastAxis(node, means);
  if (node.opType === 'Dropout') return withoutRatio(node);
  return null;
}

function listAsInput(node: NodeProto, name: string, { constants }: Means): Upgraded {
  const list = attributeOf(node, name);
  if (list === null) return null;
  const changed = amend(node, {
    input: [...node.input, constants.ints(list.ints)],
    attribute: node.attribute.filter((each) => each !== list),
  });
  return { nodes: [changed], what: `${name} given as input, as operator set 13 has it` };
}

/** The last axis is the same in both; for others, the value is flattened to two dimensions and back. */
function alongLastAxis(node: NodeProto, { names }: Means): Upgraded {
  const axis = intOf(node, 'axis', 1);
  if (axis === -1) return null;
  const [input = ''] = node.input;
  const [output = ''] = node.output;
  const base = output || node.opType;
  const shape = names.next(`${base}_shape`);
  const flat = names.next(`${base}_flat`);
  const result = names.next(`${base}_normalised`);
  const attribute = [...node.attribute.filter(({ name }) => name !== 'axis'), intAttribute('axis', -1)];
  const step = (op: string, inputs: readonly string[], made: string): NodeProto =>
    makeNode({
      op,
      name: names.next(`${op}(${made})`),
      inputs,
      outputs: [made],
      attributes: op === 'Flatten' ? [intAttribute('axis', axis)] : [],
    });
  return {
    nodes: [
      step('Shape', [input], shape),
      step('Flatten', [input], flat),
      amend(node, { input: [flat], output: [result], attribute }),
      step('Reshape', [result, shape], output),
    ],
    what: `over all axes from ${axis} on by flattening, as operator set 13 has no such form`,
  };
}

/** While a model runs, Dropout does nothing; from 12 on it learns from an input that it is not trained. */
function withoutRatio(node: NodeProto): Upgraded {
  const ratio = attributeOf(node, 'ratio');
  if (ratio === null) return null;
  const attribute = node.attribute.filter((each) => each !== ratio);
  return { nodes: [amend(node, { attribute })], what: 'its ratio, which only training uses, is left out' };
}
