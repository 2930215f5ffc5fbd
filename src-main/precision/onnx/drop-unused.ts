/** Removes what a rewrite left behind. */
import { amend } from './make.ts';
import type { GraphProto, NodeProto } from './messages.ts';
import { isStandard } from './messages.ts';
import { namesUsedIn } from './scope.ts';

/** Operators that a weight may pass through: without effect but for their output. */
const CARRIERS: readonly string[] = ['Constant', 'Identity', 'Transpose', 'Slice', 'Concat', 'Unsqueeze'];

/**
 * `after` without the constants (and their carriers) that `before` used and nothing uses now, and without
 * the type notes of values that are no longer made. What was unused before stays: it is not ours to judge.
 */
export function dropUnused(before: GraphProto, after: GraphProto): GraphProto {
  const usedBefore = namesUsedIn(before);
  let graph = after;
  for (;;) {
    const used = namesUsedIn(graph);
    const isLeftBehind = (name: string): boolean => usedBefore.has(name) && !used.has(name);
    const node = graph.node.filter((each) => !isCarrier(each) || !each.output.every(isLeftBehind));
    if (node.length === graph.node.length) {
      const initializer = graph.initializer.filter(({ name }) => !isLeftBehind(name));
      return amend(graph, { initializer, valueInfo: notesOfWhatIsMade(before, graph) });
    }
    // What fed the carriers that went may be unused now.
    graph = amend(graph, { node });
  }
}

function isCarrier(node: NodeProto): boolean {
  return isStandard(node) && CARRIERS.includes(node.opType);
}

function notesOfWhatIsMade(before: GraphProto, { node, valueInfo }: GraphProto): GraphProto['valueInfo'] {
  const gone = new Set(before.node.flatMap(({ output }) => output));
  for (const { output } of node) for (const name of output) gone.delete(name);
  return valueInfo.filter(({ name }) => !gone.has(name));
}
