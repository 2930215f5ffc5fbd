import { compareRuns } from '#core/compare/compare-runs.ts';
import { rowRatio } from '#core/compare/row-ratio.ts';
import type { CompareCalls } from '#ipc/calls/compare.ts';
import type { MakeHandlers } from './parts.ts';

export const compareHandlers: MakeHandlers<CompareCalls> = ({ records }) => ({
  compareRecords: async (keys) =>
    compareRuns(await Promise.all(keys.map((key) => records.find(key))), rowRatio),
});
