/** Former runs of the fake's machine. */
import type { RunRecord } from '#core/record/schema.ts';
import { summaryOf, type RecordEntry } from '#core/record/summary.ts';
import type { Scene } from './scenes.ts';

/** Newest first: one that was finished, and one that was stopped after its first round. None where nothing ever ran. */
export function formerRecords({ events }: Scene): RunRecord[] {
  const finished = events.find((event) => event.kind === 'finished');
  const early = events.find((event) => event.kind === 'round-finished');
  if (finished === undefined || early === undefined) return [];
  return [
    { ...finished.record, id: '00000000000000b1', startedAt: '2026-11-25T18:04:00.000Z' },
    { ...early.record, id: '00000000000000a1', startedAt: '2026-11-20T07:30:00.000Z', state: 'interrupted' },
  ];
}

export const entryOf = (record: RunRecord): RecordEntry => ({
  id: record.id,
  startedAt: record.startedAt,
  summary: summaryOf(record),
  problem: null,
});

export const UNREADABLE: RecordEntry = {
  id: '0000000000000091',
  startedAt: '2026-10-01T12:00:00Z',
  summary: null,
  problem:
    '/home/ada/.local/share/joulemark/history/2026-10-01T12-00-00Z-0000000000000091.joulemark.json is not whole JSON',
};
