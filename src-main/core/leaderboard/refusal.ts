/** What may not be submitted, and why, in words. */
import type { Row, RunRecord } from '../record/schema.ts';
import { cleanRounds } from './conditions.ts';

/** Why nothing of the record can be submitted; null: its rows are looked at one by one. */
export function refusalOfRecord(record: RunRecord): string | null {
  if (record.synthetic) {
    return 'the run is synthetic: its energy does not come from the instruments of a real machine';
  }
  if (record.state === 'running') {
    return 'the run has not ended, or the program died in it';
  }
  return null;
}

/**
 * Why this row cannot be submitted; null: it can. What ran in software, elsewhere or on what nobody can tell is
 * a result as well: its label and its reasons say so.
 */
export function refusalOfRow(record: RunRecord, row: Row): string | null {
  if (row.verdict === 'failed' || row.verdict === 'incomplete') {
    const because = row.reasons.length === 0 ? '' : `: ${row.reasons.join('; ')}`;
    return `the configuration is ${row.verdict}${because}`;
  }
  const task = row.fidelity?.task;
  if (task?.passed === false) return `its answers are wrong: ${task.detail}`;
  const missing = [
    row.tier === null && 'a meter',
    row.variantSha256 === null && 'the hash of the bytes that ran',
    row.netJ === null && 'net energy',
    row.grossJ === null && 'gross energy',
    row.ci95 === null && 'the 95 % interval',
    row.latencyMs === null && 'latency',
    row.throughputPerS === null && 'throughput',
    row.domains.length === 0 && 'what the energy covers',
    row.windows.every((window) => window.kind !== 'measure') && 'measuring windows',
  ].filter((name) => name !== false);
  if (missing.length > 0) return `the row lacks ${missing.join(', ')}`;
  const needed = record.plan.constants['minRounds'];
  const rounds = cleanRounds(row.windows);
  if (record.state === 'interrupted' && needed !== undefined && rounds < needed) {
    return `the run was interrupted after ${rounds} usable rounds of the ${needed} that a result needs`;
  }
  return null;
}
