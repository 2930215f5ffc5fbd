/** Removes what a rewrite left behind. */
import { amend } from './make.ts';
import type { GraphProto, NodeProto } from './messages.ts';
import { isStandard, subgraphsOf } from './messages.ts';
import { namesUsedIn } from './scope.ts';

/** Operators that a weight may pass through: without effect but for their output. */
const CARRIERS: readonly string[] = ['Constant', 'Identity', 'Transpose'];

/**
 * `after` without the constants (and their carriers) that `before` used and nothing uses now, and without
 * the type notes of values that are no longer made. What was unused before stays: it is not ours to judge.
 */
export function dropUnused(before: GraphProto, after: GraphProto): GraphProto {
  const usedBefore = namesUsedIn(before);
  const used = new Set(after.output.map(({ name }) => name));
  const node: NodeProto[] = [];
  for (const each of after.node.toReversed()) {
    const isCarrier = isStandard(each) && CARRIERS.includes(each.opType);
    const isLeftBehind = each.output.every((name) => !used.has(name) && usedBefore.has(name));
    if (isCarrier && isLeftBehind) continue;
    node.push(each);
    for (const name of each.input) used.add(name);
    for (const inner of subgraphsOf(each)) for (const name of namesUsedIn(inner)) used.add(name);
  }
  const initializer = after.initializer.filter(({ name }) => used.has(name) || !usedBefore.has(name));
  const made = new Set(node.flatMap(({ output }) => output));
  const gone = before.node.flatMap(({ output }) => output).filter((name) => !made.has(name));
  const goneNames = new Set(gone);
  const valueInfo = after.valueInfo.filter(({ name }) => !goneNames.has(name));
  return amend(after, { node: node.reverse(), initializer, valueInfo });
}
