import type { BrowserWindow } from 'electron';
import type { OpenCalls } from '#ipc/calls/open.ts';
import { chooseToOpen } from '../choose-file.ts';
import { BOARD_EXTENSIONS } from '../open/file-kind.ts';
import type { MakeHandlers } from './parts.ts';

export const openHandlers: MakeHandlers<OpenCalls> = ({ window, inbox, openPath }) => ({
  takeOpened: () => inbox.take(),
  openFile: async () => {
    const path = await chooseAnyFile(window);
    return path === null ? null : openPath(path);
  },
});

/** null: closed without a choice. */
export const chooseAnyFile = (window: BrowserWindow): Promise<string | null> =>
  chooseToOpen(window, {
    title: 'Open a record, leaderboard or model',
    what: 'openFile',
    filters: [
      { name: 'All that Joulemark opens', extensions: [...BOARD_EXTENSIONS, 'onnx'] },
      { name: 'Records', extensions: ['json'] },
      { name: 'Leaderboards', extensions: [...BOARD_EXTENSIONS] },
      { name: 'ONNX models', extensions: ['onnx'] },
    ],
  });
