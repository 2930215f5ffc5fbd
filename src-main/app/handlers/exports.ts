import { shell } from 'electron';
import type { ExportCalls } from '#ipc/calls/exports.ts';
import { fileChooser } from '../choose-file.ts';
import { exportRecord, recordFile, recordText, saveChart } from '../exports.ts';
import type { MakeHandlers } from './parts.ts';

export const exportHandlers: MakeHandlers<ExportCalls> = ({ places, window }) => {
  const { historyDir } = places;
  const chooseFile = fileChooser(window);
  return {
    exportRecord: (request) => exportRecord({ historyDir, chooseFile }, request),
    recordText: ({ recordId, format }) => recordText({ historyDir }, recordId, format),
    revealRecord: async (recordId) => {
      shell.showItemInFolder(await recordFile(historyDir, recordId));
      return null;
    },
    saveChart: (chart) => saveChart({ chooseFile }, chart),
  };
};
