/** What made values of an input should be, from its name and from what the graph does with it. */
import type { InputSpec } from '#core/suite.ts';
import { intOf } from '#precision/onnx/attributes.ts';
import { int64ToNumber, isStandard, type GraphProto, type NodeProto } from '#precision/onnx/messages.ts';
import { Scope } from '#precision/onnx/scope.ts';
import type { SeededInput, Values } from '../feeds/seeded.ts';

export interface GuessedInput extends SeededInput {
  /** Why these values, in words. */
  readonly why: string;
  /** The limit of whole numbers is a guess, which a run may refute. */
  readonly isTentative: boolean;
}

/** Limits for whole numbers of which nothing is known, tried one after the other. */
export const WHOLE_LIMITS = [1000, 100, 2, 1] as const;
const SAMPLE_RATE_HZ = 16_000;
/** Whatever changes no values on the way to the table that they index. */
const PASSING = new Set([
  'Identity',
  'Cast',
  'Reshape',
  'Unsqueeze',
  'Squeeze',
  'Flatten',
  'Transpose',
  'Expand',
]);

export function guessValues(specs: readonly InputSpec[], graph: GraphProto): GuessedInput[] {
  const scope = new Scope(graph, null);
  const longest = Math.max(1, ...specs.flatMap(({ dims }) => dims.slice(1)));
  return specs.map((spec) => {
    const firm = firmGuess(spec, longest) ?? rowsGuess(spec, graph, scope);
    if (firm !== null) return { spec, ...firm, isTentative: false };
    const values: Values = { kind: 'whole', below: WHOLE_LIMITS[0] };
    return { spec, values, why: `whole numbers below ${WHOLE_LIMITS[0]}`, isTentative: true };
  });
}

/** The same guesses with another limit where the limit was a guess. */
export function withWholeLimit(inputs: readonly GuessedInput[], below: number): GuessedInput[] {
  return inputs.map((input) =>
    input.isTentative
      ? { ...input, values: { kind: 'whole', below }, why: `whole numbers below ${below}, found by trying` }
      : input,
  );
}

interface Guess {
  readonly values: Values;
  readonly why: string;
}

const constant = (value: number, why: string): Guess => ({ values: { kind: 'constant', value }, why });

function firmGuess({ name, type, dims }: InputSpec, longest: number): Guess | null {
  const lower = name.toLowerCase();
  // Added to scores, a mask of the same value everywhere changes nothing; multiplied or compared, 1 lets all through.
  if (lower.includes('mask')) return constant(1, 'a mask: all 1');
  if (type.startsWith('float')) return { values: { kind: 'normal' }, why: 'roughly standard normal' };
  if (type === 'bool') {
    return /cache|past/.test(lower)
      ? constant(0, 'no cache yet')
      : { values: { kind: 'whole', below: 2 }, why: 'true or false by chance' };
  }
  if (/position|pos_?ids/.test(lower)) return { values: { kind: 'positions' }, why: 'positions: 0, 1, 2 …' };
  if (/token_type|segment|type_ids/.test(lower)) return constant(0, 'all of one segment');
  if (/(^|_)sr$|sampl\w*_rate/.test(lower)) return constant(SAMPLE_RATE_HZ, 'a sample rate in Hz');
  if (/len(gth)?s?$/.test(lower)) return constant(longest, 'the whole length');
  if (type === 'uint8' && dims.length >= 3)
    return { values: { kind: 'whole', below: 256 }, why: 'every byte' };
  if (type === 'int8' || type === 'uint8')
    return { values: { kind: 'whole', below: 128 }, why: 'whole numbers below 128' };
  return null;
}

/** Whole numbers that pick rows of a table are below its number of rows. */
function rowsGuess({ name }: InputSpec, graph: GraphProto, scope: Scope): Guess | null {
  const rows = tablesIndexedBy(name, graph, scope);
  if (rows.length === 0) return null;
  const below = Math.max(1, Math.min(...rows));
  return { values: { kind: 'whole', below }, why: `rows of a table of ${below}` };
}

function tablesIndexedBy(input: string, graph: GraphProto, scope: Scope): number[] {
  const names = new Set([input]);
  const rows: number[] = [];
  // Nodes come in the order in which they run.
  for (const node of graph.node) {
    if (!isStandard(node)) continue;
    if (PASSING.has(node.opType) && names.has(node.input[0] ?? ''))
      node.output.forEach((name) => names.add(name));
    const count = node.opType === 'Gather' && names.has(node.input[1] ?? '') ? rowsOf(node, scope) : null;
    if (count !== null) rows.push(count);
  }
  return rows;
}

function rowsOf(node: NodeProto, scope: Scope): number | null {
  const table = scope.constant(node.input[0] ?? '');
  const axis = intOf(node, 'axis', 0);
  if (table === null || axis < 0) return null;
  const dim = table.tensor.dims[table.transposed ? 1 - axis : axis];
  return dim === undefined ? null : int64ToNumber(dim);
}
