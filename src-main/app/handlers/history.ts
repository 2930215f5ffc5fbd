import type { HistoryCalls } from '#ipc/calls/history.ts';
import { findRecord } from '#store/history.ts';
import type { MakeHandlers } from './parts.ts';

export const historyHandlers: MakeHandlers<HistoryCalls> = ({ places, history }) => ({
  listRecords: () => history.read(),
  loadRecord: (id) => findRecord(places.historyDir, id),
});
