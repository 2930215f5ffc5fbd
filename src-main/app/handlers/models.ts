import { app } from 'electron';
import type { ModelCalls } from '#ipc/calls/models.ts';
import { removeModel } from '#runner/models.ts';
import { chooseToOpen } from '../choose-file.ts';
import { refuseWhileRunning } from '../model-import.ts';
import type { MakeHandlers } from './parts.ts';

export const modelHandlers: MakeHandlers<ModelCalls> = ({ places, window, runs, importModel }) => ({
  importModel: async () => {
    refuseWhileRunning(runs.running);
    const file = await chooseToOpen(window, app.getPath('documents'), {
      title: 'Import a model',
      what: 'openFile',
      filters: [{ name: 'ONNX model', extensions: ['onnx'] }],
    });
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
