/** Whether one node computes in float16, and why not. */
import { attributeOf } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { DATA_TYPE, isStandard, nodeLabel } from '../onnx/messages.ts';
import type { Signature } from '../onnx/signatures.ts';
import { NEVER_HALF, signatureOf } from '../onnx/signatures.ts';
import { onlyElement, surveyOf } from './constants.ts';
import { isBounded, isProduct, isWideInteger, leavesRange, unfitReason } from './fitness.ts';
import type { PlannedGraph, PlannedValue, Verdict } from './plan.ts';

/**
 * Standard operators that make float32 from something else by an attribute that can say float16. Others could
 * (RandomNormal, EyeLike, …), but ONNX Runtime's CPU has them in float32 only, and casts what nodes read, not that.
 */
const FLEXIBLE: Readonly<Record<string, string>> = { Cast: 'to', ConstantOfShape: 'value' };

/** The attribute that says what such a node makes; null for other nodes. */
export function flexibleAttribute(node: NodeProto): string | null {
  const isListed = isStandard(node) && Object.hasOwn(FLEXIBLE, node.opType);
  return isListed ? (FLEXIBLE[node.opType] ?? null) : null;
}

/** An input that a type variable which may be float16 stands for, and which is float32 now. */
interface FloatInput {
  readonly name: string;
  readonly at: number;
  readonly value: PlannedValue;
}

export function decide(node: NodeProto, planned: PlannedGraph, opset: number): Verdict {
  const { types } = planned;
  const makesFloat = node.output.some((name) => types.elementType(name) === DATA_TYPE.float);
  const readsFloat = node.input.some((name) => types.elementType(name) === DATA_TYPE.float);
  if (flexibleAttribute(node) !== null && makesFloat) return flexible(node, planned);
  if (!readsFloat || node.opType === 'Constant') return inFloat(null);
  const signature = signatureOf(node, opset);
  if (signature === null) {
    return inFloat(holdsGraph(node) ? null : 'its types are not known to this program');
  }
  const floats = floatInputs(node, signature, planned);
  if (typeof floats === 'string') return inFloat(floats, passedOn(node, planned));
  if (floats.length === 0) return inFloat(makesFloat ? 'its definition has float32 only' : null);
  const unfit = unfitReason(node);
  return unfit === null ? byRange(node, floats, planned) : inFloat(unfit, passedOn(node, planned));
}

/** In words what forbids float16; otherwise the inputs that would be converted. */
function floatInputs(node: NodeProto, signature: Signature, planned: PlannedGraph): FloatInput[] | string {
  const found: FloatInput[] = [];
  for (const [at, name] of node.input.entries()) {
    const slot = name === '' ? null : signature.input(at);
    if (slot?.kind !== 'variable') continue;
    const type = planned.types.valueType(name);
    if (slot.isSequence || type?.isSequence === true) return 'it works on a sequence of tensors';
    if (type === null) return `the type of its input "${name}" is not known`;
    if (type.element !== DATA_TYPE.float) continue;
    if (slot.name === NEVER_HALF) return 'its definition at this operator set has no float16';
    const value = planned.value(name);
    if (value === null) return `its input "${name}" is made nowhere`;
    found.push({ name, at, value });
  }
  return found;
}

/** By what its inputs hold and what it makes of them. */
function byRange(node: NodeProto, floats: readonly FloatInput[], planned: PlannedGraph): Verdict {
  for (const input of floats) {
    const why = constantFault(node, input);
    if (why !== null) return inFloat(why, wideUnlessBounded(node, node, planned));
  }
  const fed = floats.filter(({ value }) => value.constant === null);
  if (fed.length > 0 && fed.every(({ value }) => value.isCount) && !isWeighted(node, floats)) {
    return inFloat('it computes with sizes, counts or positions alone', { isCount: !isBounded(node) });
  }
  const wide = isProduct(node) ? undefined : fed.find(({ value }) => value.wideBy !== null);
  if (wide !== undefined && wide.value.wideBy !== null) {
    const why = `its input "${wide.name}" may leave float16's range, after ${described(wide.value.wideBy)}`;
    return inFloat(why, wideUnlessBounded(node, wide.value.wideBy, planned));
  }
  const leaves = leavesRange(node, exponentOf(node, planned));
  return leaves === null ? { runs: 'half' } : inFloat(leaves, wideUnlessBounded(node, node, planned));
}

/** Why a constant cannot be float16; null where it can, or where the input is no constant. */
function constantFault(node: NodeProto, { name, at, value }: FloatInput): string | null {
  if (value.constant === null) return null;
  const survey = surveyOf(value.constant);
  if (survey === null) return `the values of its constant "${name}" are not in the file`;
  // A bound that becomes infinite bounds nothing, as it did not before: all of float16 lies below it.
  const isBound = node.opType === 'Clip' && at > 0;
  if (survey.overflows > 0 && !isBound) {
    return `${survey.overflows} of ${survey.count} values of its constant "${name}" lie beyond ±65504`;
  }
  return survey.vanishes ? `its constant "${name}" would become 0` : null;
}

/** A layer with weights: what it makes of a count is no count. (Positions times frequencies are, one product each.) */
function isWeighted(node: NodeProto, floats: readonly FloatInput[]): boolean {
  if (!isProduct(node)) return false;
  return floats.some(({ value, at }) => {
    const dims = value.constant?.dims.map(Number) ?? [];
    const summed = at === 0 ? dims.at(-1) : dims.at(-2);
    return value.constant !== null && !(node.opType === 'MatMul' && summed === 1);
  });
}

/** What is known of the results of a node that stays in float32 whatever its inputs hold. */
function passedOn(node: NodeProto, planned: PlannedGraph): Partial<PlannedValue> {
  const wide = node.input.map((name) => planned.value(name)?.wideBy ?? null).find((each) => each !== null);
  const wideBy = leavesRange(node, exponentOf(node, planned)) === null ? wide : node;
  return wideBy === undefined ? {} : wideUnlessBounded(node, wideBy, planned);
}

function wideUnlessBounded(node: NodeProto, wideBy: NodeProto, planned: PlannedGraph): Partial<PlannedValue> {
  const inputs = node.input.map((name) => planned.value(name));
  const [first, second] = inputs;
  const isReciprocalIn = inputs.some((value) => value?.isReciprocal === true);
  // A sum by its number is no ratio, but what is normalised by its own spread or sum is.
  const isRatio = node.opType === 'Div' && first?.constant === null && (second?.wideBy ?? null) !== null;
  const isScaledBack = node.opType === 'Mul' && isReciprocalIn && first !== second;
  if (isBounded(node) || isRatio || isScaledBack || isClipped(node, planned)) return {};
  const exponent = exponentOf(node, planned);
  const isReciprocal =
    isReciprocalIn ||
    node.opType === 'Reciprocal' ||
    node.opType === 'Div' ||
    (node.opType === 'Pow' && exponent !== null && exponent < 0);
  return { wideBy, isReciprocal };
}

/** Between two constants that float16 has. */
function isClipped({ opType, input }: NodeProto, planned: PlannedGraph): boolean {
  const bounds = [1, 2].map((at) => planned.value(input[at] ?? '')?.constant ?? null);
  return opType === 'Clip' && bounds.every((bound) => bound !== null && surveyOf(bound)?.overflows === 0);
}

function exponentOf(node: NodeProto, planned: PlannedGraph): number | null {
  const constant = node.opType === 'Pow' ? planned.value(node.input[1] ?? '')?.constant : null;
  return constant ? onlyElement(constant) : null;
}

function flexible(node: NodeProto, planned: PlannedGraph): Verdict {
  const [input = ''] = node.input;
  const type = planned.types.elementType(input);
  const isCast = node.opType === 'Cast';
  if (isCast && isWideInteger(type)) return { runs: 'flexible', facts: { isCount: true } };
  const source = isCast ? planned.value(input) : null;
  if (source?.wideBy || source?.isCount)
    return inFloat(null, { wideBy: source.wideBy, isCount: source.isCount });
  const value = attributeOf(node, 'value')?.t ?? null;
  const survey = node.opType === 'ConstantOfShape' && value !== null ? surveyOf(value) : undefined;
  if (survey === null || (survey && (survey.overflows > 0 || survey.vanishes))) {
    return inFloat('its value has no float16', { wideBy: node });
  }
  return { runs: 'flexible', facts: {} };
}

function inFloat(why: string | null, facts: Partial<PlannedValue> = {}): Verdict {
  return { runs: 'float', why, facts };
}

function holdsGraph({ attribute }: NodeProto): boolean {
  return attribute.some(({ g, graphs }) => g !== null || graphs.length > 0);
}

function described(node: NodeProto): string {
  return `${node.opType} "${nodeLabel(node)}"`;
}
