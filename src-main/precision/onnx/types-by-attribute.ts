/** Element types that an operator takes from an attribute. Source: the operators' definitions, onnx 1.23. */
import { attributeOf, intOf } from './attributes.ts';
import type { NodeProto } from './messages.ts';
import { DATA_TYPE, isStandard } from './messages.ts';
import type { GraphTypes } from './types.ts';

type Rule = (node: NodeProto, types: GraphTypes) => number | null;

/** `TensorProto.DataType` of string. */
const STRING = 8;

/** The attribute's value, or the default where it is absent. */
function named(attribute: string, absent: number | null): Rule {
  return (node) => (attributeOf(node, attribute) === null ? absent : nullable(intOf(node, attribute, NaN)));
}

/** As `named`, or else the type of the first input. */
function likeInput(attribute: string): Rule {
  return (node, types) => named(attribute, types.elementType(node.input[0] ?? ''))(node, types);
}

/** The output's type is that of an input where one is given, then the attribute's, then the default. */
function likeZeroPoint(input: number, absent: number): Rule {
  return (node, types) => {
    const zeroPoint = node.input[input] ?? '';
    return zeroPoint === '' ? named('output_dtype', absent)(node, types) : types.elementType(zeroPoint);
  };
}

const RULES: Readonly<Record<string, Rule>> = {
  Constant: constantType,
  ConstantOfShape: (node) => attributeOf(node, 'value')?.t?.dataType ?? DATA_TYPE.float,
  Cast: named('to', null),
  BitCast: named('to', null),
  EyeLike: likeInput('dtype'),
  RandomNormal: named('dtype', DATA_TYPE.float),
  RandomUniform: named('dtype', DATA_TYPE.float),
  RandomNormalLike: likeInput('dtype'),
  RandomUniformLike: likeInput('dtype'),
  Bernoulli: likeInput('dtype'),
  Multinomial: named('dtype', DATA_TYPE.int32),
  BlackmanWindow: named('output_datatype', DATA_TYPE.float),
  HammingWindow: named('output_datatype', DATA_TYPE.float),
  HannWindow: named('output_datatype', DATA_TYPE.float),
  MelWeightMatrix: named('output_datatype', DATA_TYPE.float),
  QuantizeLinear: likeZeroPoint(2, DATA_TYPE.uint8),
  // 0 is the default: the scale's type.
  DequantizeLinear: (node, types) => intOf(node, 'output_dtype', 0) || types.elementType(node.input[1] ?? ''),
  // Of what it tells of the mean and the deviation, after its first output.
  LayerNormalization: named('stash_type', DATA_TYPE.float),
  SimplifiedLayerNormalization: named('stash_type', DATA_TYPE.float),
};

/** Of the outputs for which the signature says that an attribute decides; null: unknown. */
export function attributeType(node: NodeProto, types: GraphTypes): number | null {
  const rule = isStandard(node) && Object.hasOwn(RULES, node.opType) ? RULES[node.opType] : undefined;
  return rule === undefined ? null : rule(node, types);
}

function constantType(node: NodeProto): number | null {
  const [attribute] = node.attribute;
  switch (attribute?.name) {
    case 'value':
      return attribute.t?.dataType ?? null;
    case 'value_float':
    case 'value_floats':
      return DATA_TYPE.float;
    case 'value_int':
    case 'value_ints':
      return DATA_TYPE.int64;
    case 'value_string':
    case 'value_strings':
      return STRING;
    default:
      return null;
  }
}

function nullable(value: number): number | null {
  return Number.isNaN(value) || value === 0 ? null : value;
}
