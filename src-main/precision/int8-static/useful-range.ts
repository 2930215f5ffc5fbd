/**
 * What of a value its readers tell apart. HardSwish gives 0 for everything below −3, and HardSigmoid 0 or 1
 * outside ±3: a range that reaches further spends its steps on differences that nobody sees.
 */
import { floatOf } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { isStandard } from '../onnx/messages.ts';
import type { Scope } from '../onnx/scope.ts';
import { floatsOf } from '../onnx/tensors.ts';
import type { GraphPlan } from './plan.ts';

/** Values beyond a bound have the same effect as the bound itself; ±Infinity: there is none. */
export interface UsefulRange {
  readonly low: number;
  readonly high: number;
}

const ALL: UsefulRange = { low: -Infinity, high: Infinity };

/** ONNX, HardSwish: x · max(0, min(1, x / 6 + 0.5)). */
const HARD_SWISH: UsefulRange = { low: -3, high: Infinity };

export function usefulRange(value: string, plan: GraphPlan, scope: Scope): UsefulRange {
  if (plan.usedElsewhere.has(value)) return ALL;
  const readers = plan.readers.get(value) ?? [];
  const [first, second] = readers;
  if (first === undefined || readers.length > 2) return ALL;
  if (second !== undefined)
    return gateOf(value, first, second, scope) ?? gateOf(value, second, first, scope) ?? ALL;
  if (isStandard(first) && first.opType === 'HardSwish') return HARD_SWISH;
  return stepOf(first, value, scope)?.range ?? ALL;
}

/** x · step(x), where the step is 0 up to `low`: HardSwish, written out. */
function gateOf(value: string, gate: NodeProto, product: NodeProto, scope: Scope): UsefulRange | null {
  const step = stepOf(gate, value, scope);
  if (step === null || !step.startsAtZero || !isStandard(product) || product.opType !== 'Mul') return null;
  const factor = scaled(step.output, scope);
  const isProduct = product.input.includes(value) && product.input.includes(factor) && factor !== value;
  return isProduct && scope.onlyConsumer(factor) === product ? { low: step.range.low, high: Infinity } : null;
}

interface Step {
  readonly range: UsefulRange;
  readonly output: string;
  /** What it gives below the range is 0. */
  readonly startsAtZero: boolean;
}

/** HardSigmoid, Clip, or Clip behind the addition of a constant. */
function stepOf(node: NodeProto, value: string, scope: Scope): Step | null {
  if (!isStandard(node)) return null;
  const output = node.output[0] ?? '';
  if (node.opType === 'HardSigmoid') {
    // ONNX: max(0, min(1, alpha · x + beta)).
    const [alpha, beta] = [floatOf(node, 'alpha', 0.2), floatOf(node, 'beta', 0.5)];
    if (!(alpha > 0)) return null;
    return { range: { low: -beta / alpha, high: (1 - beta) / alpha }, output, startsAtZero: true };
  }
  if (node.opType === 'Clip') return clipOf(node, 0, scope);
  if (node.opType !== 'Add') return null;
  const shift = scalar(node.input[0] === value ? node.input[1] : node.input[0], scope);
  const clip = scope.onlyConsumer(output);
  if (shift === null || clip === null || !isStandard(clip) || clip.opType !== 'Clip') return null;
  return clipOf(clip, shift, scope);
}

/** Bounds that are no constants bound nothing that is known here. */
function clipOf(node: NodeProto, shift: number, scope: Scope): Step | null {
  const bound = (at: number, absent: number): number | null =>
    (node.input[at] ?? '') === '' ? absent : scalar(node.input[at], scope);
  const [low, high] = [bound(1, -Infinity), bound(2, Infinity)];
  if (low === null || high === null || !(low < high)) return null;
  const range = { low: low - shift, high: high - shift };
  return { range, output: node.output[0] ?? '', startsAtZero: low === 0 };
}

/** Behind a multiplication or division by a constant, where that alone reads the value. */
function scaled(value: string, scope: Scope): string {
  const next = scope.onlyConsumer(value);
  if (next === null || !isStandard(next)) return value;
  const [first = '', second = ''] = next.input;
  const isScaling =
    (next.opType === 'Mul' && (first === value ? scalar(second, scope) : scalar(first, scope)) !== null) ||
    (next.opType === 'Div' && first === value && scalar(second, scope) !== null);
  return isScaling ? (next.output[0] ?? '') : value;
}

function scalar(name: string | undefined, scope: Scope): number | null {
  const constant = scope.constant(name ?? '');
  const floats = constant && floatsOf(constant.tensor);
  return floats?.length === 1 ? (floats[0] ?? null) : null;
}
