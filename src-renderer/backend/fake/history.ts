/** Former runs of the fake's machine. */
import type { RatioOf } from '#core/compare/compare-runs.ts';
import type { Row, RunRecord } from '#core/record/schema.ts';
import { summaryOf, type RecordEntry } from '#core/record/summary.ts';
import type { Scene } from './scenes.ts';

/**
 * Newest first: one that was finished, one with an older runtime that took more energy, one that was stopped after its
 * first round, and one of another machine with an estimate only. None where nothing ever ran.
 */
export function formerRecords({ events }: Scene): RunRecord[] {
  const finished = events.find((event) => event.kind === 'finished');
  const early = events.find((event) => event.kind === 'round-finished');
  if (finished === undefined || early === undefined) return [];
  return [
    { ...spread(finished.record, 1), id: '00000000000000b1', startedAt: '2026-11-25T18:04:00.000Z' },
    {
      ...spread(finished.record, 1.3),
      id: '00000000000000c1',
      startedAt: '2026-11-24T09:12:00.000Z',
      software: { ...finished.record.software, onnxruntime: '1.29.0' },
    },
    { ...early.record, id: '00000000000000a1', startedAt: '2026-11-20T07:30:00.000Z', state: 'interrupted' },
    {
      ...finished.record,
      id: '00000000000000d1',
      startedAt: '2026-11-18T07:30:00.000Z',
      machine: {
        ...finished.record.machine,
        cpuModel: 'AMD Ryzen 7 7840U',
        physicalCores: 8,
        logicalCpus: 16,
      },
      rows: finished.record.rows.map((row) => ({ ...row, tier: 'estimate', threads: 8 })),
    },
  ];
}

/** With so many times the energy, and some spread between the rounds, as no two are alike. */
function spread(record: RunRecord, factor: number): RunRecord {
  const energyOf = (energyJ: number | null, round: number) =>
    energyJ === null ? null : energyJ * factor * (1 + 0.01 * (round - 1));
  return {
    ...record,
    rows: record.rows.map((row) => ({
      ...row,
      netJ: row.netJ === null ? null : row.netJ * factor,
      ci95: row.ci95 === null ? null : [row.ci95[0] * factor, row.ci95[1] * factor],
      grossJ: row.grossJ === null ? null : row.grossJ * factor,
      windows: row.windows.map((window) => ({ ...window, energyJ: energyOf(window.energyJ, window.round) })),
    })),
  };
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

/** In place of the statistics, whose library makes code at run time, which a page may not: ±3 %, told apart from 5 % on. */
export const fakeRatio: RatioOf = (own, baseline) => {
  if (measured(own) < 2 || measured(baseline) < 2 || !own.netJ || !baseline.netJ) return null;
  const ratio = own.netJ / baseline.netJ;
  return { ratio, interval: [ratio * 0.97, ratio * 1.03], p: Math.abs(ratio - 1) > 0.05 ? 0.0001 : 0.6 };
};

const measured = ({ windows }: Row): number => windows.filter(({ kind }) => kind === 'measure').length;
