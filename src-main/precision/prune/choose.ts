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

/** Pure but for the report, which says it layer by layer in the order of the nodes. */
export function chooseChannels(channels: Channels, ratio: number, report: ReportBuilder): Choice {
  const choice = new Map<number, readonly number[]>();
  for (const group of channels.groups) {
    const outcome = chooseIn(group, channels, ratio);
    if ('kept' in outcome) choice.set(group.root, outcome.kept);
    else for (const node of makersOf(group)) report.left(node, outcome.why);
  }
  for (const { node, why } of channels.unknown) report.left(node, why);
  const changed = new Map<NodeProto, Partial<Record<Role, string>>>();
  for (const { node, role, slot } of channels.uses) {
    const kept = choice.get(channels.place(slot).root);
    const size = channels.values.slots.sizeOf(slot);
    if (kept !== undefined) {
      changed.set(node, { ...changed.get(node), [role]: `${NOUN[role]} ${size} → ${kept.length}` });
    }
  }
  for (const [node, { reads, scales, makes }] of changed) {
    report.changed(node, [reads, scales, makes].filter((what) => what !== undefined).join(', '));
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
