import { app } from 'electron';
import type { ModelCalls } from '#ipc/calls/models.ts';
import { removeModel } from '#runner/models.ts';
import { chooseToOpen } from '../choose-file.ts';
import { refuseWhileRunning } from '../model-import.ts';
import type { MakeHandlers } from './parts.ts';

export const modelHandlers: MakeHandlers<ModelCalls> = ({
  places,
  window,
  runs,
  chosenModels,
  importModel,
}) => ({
  chooseModel: async () => {
    refuseWhileRunning(runs.running);
    const file = await chooseToOpen(window, app.getPath('documents'), {
      title: 'Import a model',
      what: 'openFile',
      filters: [{ name: 'ONNX model', extensions: ['onnx'] }],
    });
    return file === null ? null : chosenModels.add(file);
  },
  importModel: async (id) => {
    refuseWhileRunning(runs.running);
    return importModel(chosenModels.pathOf(id));
  },
  removeModel: async (id) => {
    refuseWhileRunning(runs.running);
    await removeModel(id, places);
    return null;
  },
});
