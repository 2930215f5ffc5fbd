/** Which leaderboard file people chose: the path is kept here and in the settings, never in the page. */
import { join } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import type { SettingsFile } from './settings.ts';

const DEFAULT_NAME = 'joulemark-leaderboard.jsonl';

/** null: the dialog was closed without a choice, and the former one holds. */
export async function chooseLeaderboardFile(
  window: BrowserWindow,
  settings: SettingsFile,
  documentsDir: string,
): Promise<string | null> {
  const { leaderboardFile } = settings.read();
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Leaderboard file',
    message: 'Lines are added at the end of the file; nothing in it is replaced.',
    defaultPath: leaderboardFile ?? join(documentsDir, DEFAULT_NAME),
    buttonLabel: 'Choose',
    filters: [{ name: 'Leaderboard (JSON Lines)', extensions: ['jsonl'] }],
    // No question about overwriting: an existing file is appended to.
    properties: ['createDirectory', 'dontAddToRecent'],
  });
  if (canceled || !filePath) return null;
  settings.write({ leaderboardFile: filePath });
  return filePath;
}
