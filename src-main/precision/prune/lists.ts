/**
 * Shapes that a graph computes while it runs, as far as they are known before: enough to tell how many dimensions
 * a Reshape gives. Exporters write `Reshape(x, Concat(Gather(Shape(x), 0), -1))` and the like.
 */
import { attributeOf, intsOf } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { isStandard } from '../onnx/messages.ts';
import type { Dims, Values } from './values.ts';

/** What reads a list: a constant, or a value that `listOf` was asked about before. */
export type ReadList = (name: string) => Dims | null;

/** The list of whole numbers that the node makes (a scalar is a list of one), null for each that is open; or null. */
export function listOf(node: NodeProto, values: Values, read: ReadList): Dims | null {
  if (!isStandard(node)) return null;
  const input = (index: number): Dims | null => read(node.input[index] ?? '');
  switch (node.opType) {
    case 'Shape': {
      const isWhole = attributeOf(node, 'start') === null && attributeOf(node, 'end') === null;
      return isWhole ? (values.get(node.input[0] ?? '')?.dims ?? null) : null;
    }
    case 'Cast':
    case 'Identity':
      return input(0);
    case 'Squeeze':
    case 'Unsqueeze': {
      const list = input(0);
      return list?.length === 1 ? list : null;
    }
    case 'Gather':
      return pick(input(0), input(1));
    case 'Slice':
      return cut(node, input);
    case 'Concat': {
      const parts = node.input.map(read);
      return parts.every((part) => part !== null) ? parts.flat() : null;
    }
    case 'Add':
    case 'Sub':
    case 'Mul':
    case 'Div': {
      const length = Math.max(input(0)?.length ?? 0, input(1)?.length ?? 0);
      return input(0) && input(1) && Array<null>(length).fill(null);
    }
    default:
      return null;
  }
}

function pick(list: Dims | null, indices: Dims | null): Dims | null {
  return list && indices && indices.map((index) => (index === null ? null : (list.at(index) ?? null)));
}

function cut(node: NodeProto, input: (index: number) => Dims | null): Dims | null {
  const isOld = node.input.length === 1;
  const list = input(0);
  const start = (isOld ? intsOf(node, 'starts') : input(1))?.[0] ?? null;
  const end = (isOld ? intsOf(node, 'ends') : input(2))?.[0] ?? null;
  const step = (node.input[4] ?? '') === '' ? 1 : (input(4)?.[0] ?? null);
  return list && start !== null && end !== null && step === 1 ? list.slice(start, end) : null;
}
