/**
 * Operators that ONNX Runtime's CPU runs on integers when they stand between integer operators
 * (onnxruntime 1.30, core/optimizer/qdq_transformer/selectors_actions; each was seen to be fused).
 */
import type { NodeProto } from '../onnx/messages.ts';
import type { Scope } from '../onnx/scope.ts';
import { floatsOf } from '../onnx/tensors.ts';

export interface Between {
  /** The inputs that hold values; others are shapes and axes. */
  readonly inputs: readonly string[];
  /** It only moves values, so that the output has the range and the integers of the input. */
  readonly keepsRange: boolean;
}

/** Only move values of their first input. */
const MOVERS: readonly string[] = ['MaxPool', 'Reshape', 'Flatten', 'Transpose', 'Squeeze', 'Unsqueeze'];

/** Compute on their first input. */
const UNARY: readonly string[] = ['AveragePool', 'GlobalAveragePool', 'Sigmoid', 'LeakyRelu'];

/** Compute on all of their inputs. */
const COMPUTING: readonly string[] = ['Add', 'Mul', 'Concat'];

/** Null for a node that stays in float whatever is around it. */
export function readBetween({ opType, input, output }: NodeProto): Between | null {
  if (output.slice(1).some((name) => name !== '')) return null;
  const [first = ''] = input;
  if (MOVERS.includes(opType)) return { inputs: [first], keepsRange: true };
  if (UNARY.includes(opType)) return { inputs: [first], keepsRange: false };
  if (COMPUTING.includes(opType)) return { inputs: input, keepsRange: false };
  return null;
}

/**
 * Whether the node cuts off what is below 0 and perhaps above a bound, and does nothing else. What is
 * quantized to a range from 0 to what was seen behind it is cut off by that alone.
 */
export function isCutAtZero(node: NodeProto, scope: Scope): boolean {
  if (node.opType === 'Relu') return true;
  if (node.opType !== 'Clip') return false;
  const bound = (at: number): number | null => {
    const constant = scope.constant(node.input[at] ?? '');
    return constant === null ? null : (floatsOf(constant.tensor)?.[0] ?? null);
  };
  const isBounded = (node.input[2] ?? '') !== '';
  return bound(1) === 0 && (!isBounded || (bound(2) ?? -1) >= 0);
}
