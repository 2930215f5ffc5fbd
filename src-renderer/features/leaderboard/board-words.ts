/** Boards and their entries in words and signs. */
import { number, whole } from '#core/format/number.ts';
import type { BestOf } from '#core/leaderboard/choose.ts';
import type { BoardEntry } from '#core/leaderboard/rank.ts';
import { shortKey } from '#core/leaderboard/trusted.ts';
import type { Tier } from '#core/provenance.ts';
import type { BoardHead, BoardView, OwnKeys } from '#ipc/calls/leaderboard.ts';

export const TIER_WORDS: Record<Tier, string> = {
  external: 'external meter',
  counter: 'energy counter',
  sensor: 'power sensor',
  model: 'maker’s model',
  estimate: 'estimate',
};

export const BEST_WORDS: Record<BestOf, string> = {
  device: 'Best of each device',
  processor: 'Best of each processor',
  installation: 'Best of each installation',
};

/** What tells a board from the others of its model. */
export function boardText({ tier, domains, scenario, batch, methodVersion, counts }: BoardHead): string {
  const parts = [
    tier === null ? 'all tiers' : TIER_WORDS[tier],
    domains.join(' + '),
    scenario.kind === 'fixed-rate' ? `${number(scenario.ratePerS)} inferences/s` : 'back to back',
    ...(batch === 1 ? [] : [`batch ${batch}`]),
    `method ${methodVersion}`,
  ];
  return `${parts.join(', ')} (${whole(counts.entries)})`;
}

/** By model, in the order in which they come. */
export function boardsByModel(heads: readonly BoardHead[]): readonly (readonly [string, BoardHead[]])[] {
  const groups = new Map<string, BoardHead[]>();
  for (const head of heads) groups.set(head.model, [...(groups.get(head.model) ?? []), head]);
  return [...groups];
}

export type Whose = 'app' | 'command line' | null;

/** By which of this installation's keys the entry was signed. */
export function whoseEntry({ check }: Pick<BoardEntry, 'check'>, { all, app }: OwnKeys): Whose {
  if (check.signedBy === null || !all.includes(check.signedBy)) return null;
  return check.signedBy === app ? 'app' : 'command line';
}

/** `you`, a name that the reader has given, or the first digits of the key; null: nobody. */
export function signerText(entry: Pick<BoardEntry, 'check' | 'signedByName'>, own: OwnKeys): string | null {
  const { signedBy } = entry.check;
  if (signedBy === null) return null;
  if (whoseEntry(entry, own) !== null) return 'you';
  return entry.signedByName ?? `key ${shortKey(signedBy)}`;
}

/** Of what was left out of the board that is shown; empty: nothing. */
export function droppedTexts({ dropped }: Pick<BoardView, 'dropped'>): string[] {
  const { altered = 0, implausible = 0, revoked = 0, unreadable = 0 } = dropped;
  return [
    ...(altered > 0 ? [`${whole(altered)} altered`] : []),
    ...(implausible > 0 ? [`${whole(implausible)} implausible`] : []),
    ...(revoked > 0 ? [`${whole(revoked)} revoked by whoever signed ${revoked === 1 ? 'it' : 'them'}`] : []),
    ...(unreadable > 0 ? [`${whole(unreadable)} unreadable`] : []),
  ];
}

/** Ranks that more than one entry has. */
export function sharedRanks(entries: readonly Pick<BoardEntry, 'rank'>[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (const { rank } of entries) (seen.has(rank) ? shared : seen).add(rank);
  return shared;
}
