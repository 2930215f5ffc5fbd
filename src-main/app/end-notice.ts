/** What the system's notification says when a run has ended. Pure. */
import { millijoules } from '#core/format/figures.ts';
import { targetName } from '#core/providers.ts';
import type { Row, RunRecord } from '#core/record/schema.ts';
import type { RunEnd } from './runs.ts';

export interface EndNotice {
  readonly title: string;
  readonly body: string;
}

/** A person who looks elsewhere wants to know: did it work, and what came first? */
export function endNotice({ record, fault }: RunEnd): EndNotice {
  if (fault !== null) return { title: 'Benchmark failed', body: fault.message };
  const title = record?.state === 'interrupted' ? 'Benchmark stopped' : 'Benchmark finished';
  return { title, body: record === null ? 'No round was finished.' : firstText(record) };
}

function firstText({ rows }: RunRecord): string {
  const first = rows.filter((row) => row.rank === 1);
  const [row] = first;
  if (row === undefined) return 'Nothing could be ranked; the page says why.';
  if (first.length > 1) return `${first.length} configurations share the first rank.`;
  const estimate = row.tier === 'estimate' ? ', an estimate' : '';
  return `Most frugal: ${nameOf(row)}, ${millijoules(row.netJ)} mJ per inference${estimate}.`;
}

const nameOf = (row: Row): string => `${row.model}, ${row.precision} on ${targetName(row)}`;
