/** Element types across the border of graphs inside a node: what goes in, and what comes out. */
import { intOf } from './attributes.ts';
import type { GraphProto, NodeProto } from './messages.ts';
import { DATA_TYPE, isStandard } from './messages.ts';
import type { GraphTypes, ValueType } from './types.ts';

/** `TensorProto.DataType` of bool. */
const BOOL = 9;

type TypeOf = (body: GraphProto, name: string) => ValueType | null;

/** Of the inputs of the graphs in `node`, in order; [] where nothing is known. */
export function bodyInputTypes(node: NodeProto, types: GraphTypes): (ValueType | null)[] {
  if (!isStandard(node)) return [];
  const given = node.input.map((name) => types.valueType(name));
  if (node.opType === 'Loop') {
    // The turn, whether to go on, then the state (input 0 is the number of turns, 1 the first condition).
    return [tensorOf(DATA_TYPE.int64), tensorOf(BOOL), ...given.slice(2)];
  }
  // Before opset 9 Scan had lengths as its first input; its graph states its types in any case.
  if (node.opType === 'Scan' && given.length === inputsOf(node)) return given;
  return [];
}

/** Of the outputs of an `If`, `Loop` or `Scan`; [] for other nodes that hold graphs. */
export function outputsOfBodies(
  node: NodeProto,
  bodies: readonly GraphProto[],
  typeOf: TypeOf,
): (ValueType | null)[] {
  if (!isStandard(node) || !['If', 'Loop', 'Scan'].includes(node.opType)) return [];
  // The first output of a Loop's graph is its condition.
  const skipped = node.opType === 'Loop' ? 1 : 0;
  return node.output.map((_, at) => {
    const found = bodies.map((body) => typeOf(body, body.output[at + skipped]?.name ?? ''));
    const [first = null] = found;
    const agree = found.every(
      (type) => type?.element === first?.element && type?.isSequence === first?.isSequence,
    );
    return agree ? first : null;
  });
}

function inputsOf(node: NodeProto): number {
  const body = node.attribute.find(({ g }) => g !== null)?.g;
  return body && intOf(node, 'num_scan_inputs', 0) > 0 ? body.input.length : -1;
}

function tensorOf(element: number): ValueType {
  return { element, isSequence: false };
}
