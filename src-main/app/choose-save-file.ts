/** The system's dialog for a file to write. */
import { join } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import type { FileQuestion } from './exports.ts';

/** null: closed without a choice. It asks before a file that exists is replaced. */
export async function chooseSaveFile(
  window: BrowserWindow,
  folder: string,
  { title, name, kind, extension }: FileQuestion,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title,
    defaultPath: join(folder, name),
    filters: [{ name: kind, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  });
  return canceled || !filePath ? null : filePath;
}
