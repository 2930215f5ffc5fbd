/** The system's dialogs for a file. */
import { join } from 'node:path';
import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { ExportingParts, FileQuestion } from './exports.ts';

/** For what is exported: beside a person's documents, at first. */
export const fileChooser =
  (window: BrowserWindow): ExportingParts['chooseFile'] =>
  (question) =>
    chooseSaveFile(window, app.getPath('documents'), question);

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

/** A file or folder to read; null: closed without a choice. */
export async function chooseToOpen(
  window: BrowserWindow,
  folder: string,
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
    defaultPath: folder,
    buttonLabel: 'Open',
    filters: filters ?? [],
    properties: [what, 'dontAddToRecent'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
