import { shell } from 'electron';
import type { ExportCalls } from '#ipc/calls/exports.ts';
import { fileChooser } from '../choose-file.ts';
import { RECORD_FORMATS } from '#report/record-format.ts';
import { exportRecord, saveChart } from '../exports.ts';
import type { MakeHandlers } from './parts.ts';

export const exportHandlers: MakeHandlers<ExportCalls> = ({ window, records }) => {
  const chooseFile = fileChooser(window);
  return {
    exportRecord: (request) => exportRecord({ records, chooseFile }, request),
    recordText: async ({ recordKey, format }) => RECORD_FORMATS[format](await records.find(recordKey)),
    revealRecord: async (key) => {
      shell.showItemInFolder(await records.fileOf(key));
      return null;
    },
    saveChart: (chart) => saveChart({ chooseFile }, chart),
  };
};
