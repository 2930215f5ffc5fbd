import { clipboard, safeStorage, type BrowserWindow } from 'electron';
import type { ExportFormat, LeaderboardCalls } from '#ipc/calls/leaderboard.ts';
import { openAppKey } from '#store/keys/installation-key.ts';
import { ownKeys } from '../board/own-keys.ts';
import { revokeLine } from '../board/revoke-line.ts';
import { chooseToOpen, fileChooser } from '../choose-file.ts';
import { FORM_NAMES } from '../exports.ts';
import { BOARD_EXTENSIONS } from '../open/file-kind.ts';
import { keyProtection } from '../key-protection.ts';
import type { MakeHandlers } from './parts.ts';

export const leaderboardHandlers: MakeHandlers<LeaderboardCalls> = (parts) => {
  const { places, window, boards, boardReading, emit } = parts;
  const protection = () => keyProtection(safeStorage, process.platform);
  const own = () => ownKeys(places.dataDir, protection() !== null);
  const source = (id: string) => ({ name: boards.nameOf(id) });
  return {
    listBoards: () => boards.list(),
    chooseBoard: async (kind) => {
      const path = await askForBoard(window, kind);
      return path === null ? null : boards.add(path);
    },
    openBoardAddress: (address) => boards.add(address),
    forgetBoard: (id) => boards.forget(id),
    makeBoardTarget: (id) => boards.makeTarget(id),
    browseBoard: async (id, query) => {
      // Before it is read: what is written meanwhile is then seen as a change.
      const stamp = await boards.stampOf(id);
      const ranked = await boardReading.ask({ kind: 'browse', ...source(id), query });
      return { ...ranked, ...(await own()), stamp };
    },
    verifyBoard: (id) =>
      boardReading.ask({ kind: 'verify', ...source(id) }, (lines) =>
        emit('boardProgress', { sourceId: id, lines }),
      ),
    copyBoardLine: async (id, submissionId) => {
      clipboard.writeText(await boardReading.ask({ kind: 'line', ...source(id), submissionId }));
      return null;
    },
    stampBoard: (id) => boards.stampOf(id),
    exportBoard: async (id, query, format) => {
      const path = await askForExport(window, format);
      if (path === null) return null;
      await boardReading.ask({ kind: 'export', ...source(id), query, format, path });
      return path;
    },
    leaveBoard: () => {
      boardReading.stop();
      return null;
    },
    revokeLine: async ({ sourceId, submissionId, reason }) =>
      revokeLine({
        file: boards.nameOf(sourceId),
        submissionId,
        reason,
        now: new Date(),
        own: (await own()).ownKeys.app,
        openKey: () => openAppKey(places.dataDir, protection()),
      }),
  };
};

const BOARDS = [{ name: 'Leaderboards', extensions: [...BOARD_EXTENSIONS] }];

const askForBoard = (window: BrowserWindow, kind: 'file' | 'folder') =>
  kind === 'file'
    ? chooseToOpen(window, { title: 'Open a leaderboard file', what: 'openFile', filters: BOARDS })
    : chooseToOpen(window, { title: 'Open a folder of leaderboard files', what: 'openDirectory' });

const askForExport = (window: BrowserWindow, format: ExportFormat) =>
  fileChooser(window)({
    title: 'Export this board',
    name: `leaderboard.${format}`,
    kind: FORM_NAMES[format],
    extension: format,
  });
