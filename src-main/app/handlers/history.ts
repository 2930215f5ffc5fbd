import type { HistoryCalls } from '#ipc/calls/history.ts';
import type { MakeHandlers } from './parts.ts';

export const historyHandlers: MakeHandlers<HistoryCalls> = ({ history, records }) => ({
  listRecords: () => history.read(),
  loadRecord: (key) => records.find(key),
  listOpened: () => records.opened(),
  keepRecord: (key) => records.keep(key),
  closeRecord: (key) => records.close(key),
});
