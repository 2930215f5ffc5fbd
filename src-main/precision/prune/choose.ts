/** Which channels stay, group by group, and what the report says of it. */
import type { NodeProto } from '../onnx/messages.ts';
import type { ReportBuilder } from '../report.ts';
import type { Channels, Group } from './groups.ts';
import { best, importance, keptCount } from './importance.ts';
import type { Role } from './site.ts';

/** The channels that stay, ascending, by the root of their group; groups that stay whole are absent. */
export type Choice = ReadonlyMap<number, readonly number[]>;

const NOUN: Record<Role, string> = {
  reads: 'input channels',
  makes: 'output channels',
  scales: 'channels',
};

/** Pure but for the report: layers in the order of the nodes. */
export function chooseChannels(channels: Channels, ratio: number, report: ReportBuilder): Choice {
  const choice = new Map<number, readonly number[]>();
  const done = new Map<NodeProto, Set<string>>();
  for (const group of channels.groups) {
    const outcome = chooseIn(group, channels, ratio);
    if ('why' in outcome) {
      for (const node of makersOf(group)) report.left(node, outcome.why);
      continue;
    }
    choice.set(group.root, outcome.kept);
    for (const { node, role } of group.uses) {
      const said = done.get(node) ?? new Set();
      done.set(node, said.add(`${NOUN[role]} ${group.size} → ${outcome.kept.length}`));
    }
  }
  for (const { node, why } of channels.unknown) report.left(node, why);
  for (const { node } of channels.groups.flatMap(({ uses }) => uses)) {
    const said = done.get(node);
    if (said === undefined) continue;
    report.changed(node, [...said].join(', '));
    done.delete(node);
  }
  return choice;
}

function chooseIn(
  { size, uses, why }: Group,
  channels: Channels,
  ratio: number,
): { readonly kept: readonly number[] } | { readonly why: string } {
  if (why !== null || size === null) return { why: why ?? 'the number of its output channels is not known' };
  const count = keptCount(size, ratio);
  if (count >= size) {
    return {
      why: `its ${size} output channels are too few to remove ${100 * ratio} % of them in steps of 8`,
    };
  }
  const scores = importance(size, uses, ({ slot }) => channels.place(slot).inner);
  return scores === null ? { why: 'weights hold NaN or infinity' } : { kept: best(scores, count) };
}

/** Each once. */
function makersOf({ uses }: Group): Set<NodeProto> {
  return new Set(uses.filter(({ role }) => role === 'makes').map(({ node }) => node));
}
