/** Which lines of a board take part in its ranking. The queries of store/leaderboard/query choose by the same keys. */
import { isDegraded } from '../fidelity.ts';
import { groupBy } from '../group-by.ts';
import { canonicalText } from './identity.ts';
import type { CheckedLine, RankOptions } from './rank.ts';

/** What a person may want the best one of: a device's description, a processor's name, a signing key. */
export const BEST_OF = ['device', 'processor', 'installation'] as const;
export type BestOf = (typeof BEST_OF)[number];

/** `lines` are of one board, each id once. */
export function chooseLines(
  lines: readonly CheckedLine[],
  { keep = 'newest', best = null }: Pick<RankOptions, 'keep' | 'best'>,
): CheckedLine[] {
  const kept = keep === 'all' ? [...lines] : firstOfEach(lines, runOf, newestFirst);
  return best === null ? kept : firstOfEach(kept, BEST_KEYS[best], bestFirst);
}

/**
 * What is measured anew when someone runs a benchmark again: an installation's machine (as far as a line describes
 * it), configuration, adapter that did the work and meter. The key is in it so that nobody's newer run takes the
 * place of another's who has the same machine.
 */
function runOf({ submission, check }: CheckedLine): string {
  const { device, configuration, meter, ranAs, adapter } = submission;
  const adapterName = adapter?.name ?? null;
  return canonicalText({ by: check.signedBy, device, configuration, meter: meter.id, ranAs, adapterName });
}

/** null: it has none, so it cannot be the best of one. */
const BEST_KEYS: Readonly<Record<BestOf, (line: CheckedLine) => string | null>> = {
  device: ({ submission }) => canonicalText({ device: submission.device }),
  processor: ({ submission }) => submission.device.cpuModel,
  installation: ({ check }) => check.signedBy,
};

function firstOfEach(
  lines: readonly CheckedLine[],
  keyOf: (line: CheckedLine) => string | null,
  order: (a: CheckedLine, b: CheckedLine) => number,
): CheckedLine[] {
  const groups = groupBy(lines, keyOf);
  return [...groups].flatMap(([key, group]) => (key === null ? [] : [...group].sort(order).slice(0, 1)));
}

function newestFirst({ submission: a }: CheckedLine, { submission: b }: CheckedLine): number {
  return Date.parse(b.startedAt) - Date.parse(a.startedAt) || compareText(a.id, b.id);
}

function bestFirst({ submission: a }: CheckedLine, { submission: b }: CheckedLine): number {
  return (
    Number(isDegraded(a)) - Number(isDegraded(b)) ||
    a.results.netJ - b.results.netJ ||
    compareText(a.id, b.id)
  );
}

/** By code units, the same everywhere: a locale's order would differ between machines. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
