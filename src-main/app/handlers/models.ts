import { app, dialog, type BrowserWindow } from 'electron';
import type { ModelCalls } from '#ipc/calls/models.ts';
import { removeModel } from '#runner/models.ts';
import { refuseWhileRunning } from '../model-import.ts';
import type { MakeHandlers } from './parts.ts';

export const modelHandlers: MakeHandlers<ModelCalls> = ({ places, window, runs, importModel }) => ({
  importModel: async () => {
    refuseWhileRunning(runs.running);
    const file = await askForModel(window, app.getPath('documents'));
    if (file === null) return null;
    // A run may have begun while the dialog was open.
    refuseWhileRunning(runs.running);
    return importModel(file);
  },
  removeModel: async (id) => {
    refuseWhileRunning(runs.running);
    await removeModel(id, places);
    return null;
  },
});

async function askForModel(window: BrowserWindow, folder: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Import a model',
    defaultPath: folder,
    filters: [{ name: 'ONNX model', extensions: ['onnx'] }],
    properties: ['openFile', 'dontAddToRecent'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
