/** The system's dialogs for a file; each begins at a person's documents. */
import { join } from 'node:path';
import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { ExportingParts } from './exports.ts';

/** For what is exported. It asks before a file that exists is replaced. */
export const fileChooser =
  (window: BrowserWindow): ExportingParts['chooseFile'] =>
  async ({ title, name, kind, extension }) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title,
      defaultPath: join(app.getPath('documents'), name),
      filters: [{ name: kind, extensions: [extension] }],
      properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
    });
    return canceled || !filePath ? null : filePath;
  };

/** A file or folder to read; null: closed without a choice. */
export async function chooseToOpen(
  window: BrowserWindow,
  {
    title,
    what,
    filters,
  }: Pick<OpenDialogOptions, 'filters'> & {
    readonly title: string;
    readonly what: 'openFile' | 'openDirectory';
  },
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    defaultPath: app.getPath('documents'),
    buttonLabel: 'Open',
    filters: filters ?? [],
    properties: [what, 'dontAddToRecent'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
