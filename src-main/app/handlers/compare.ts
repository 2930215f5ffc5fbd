import { compareRuns } from '#core/compare/compare-runs.ts';
import { rowRatio } from '#core/compare/row-ratio.ts';
import type { CompareCalls } from '#ipc/calls/compare.ts';
import { findRecord } from '#store/history.ts';
import type { MakeHandlers } from './parts.ts';

export const compareHandlers: MakeHandlers<CompareCalls> = ({ places }) => ({
  compareRecords: async (ids) =>
    compareRuns(await Promise.all(ids.map((id) => findRecord(places.historyDir, id))), rowRatio),
});
