import { app } from 'electron';
import type { ModelCalls } from '#ipc/calls/models.ts';
import { removeModel } from '#runner/models.ts';
import { chooseToOpen } from '../choose-file.ts';
import type { MakeHandlers } from './parts.ts';

export const modelHandlers: MakeHandlers<ModelCalls> = ({
  places,
  window,
  modelJobs,
  chosenModels,
  importModel,
}) => ({
  chooseModel: async () => {
    modelJobs.refuseNow();
    const file = await chooseToOpen(window, app.getPath('documents'), {
      title: 'Import a model',
      what: 'openFile',
      filters: [{ name: 'ONNX model', extensions: ['onnx'] }],
    });
    return file === null ? null : chosenModels.add(file);
  },
  importModel: (id) =>
    modelJobs.during('A model is being imported', () => importModel(chosenModels.pathOf(id))),
  removeModel: async (id) => {
    await modelJobs.during('A model is being removed', () => removeModel(id, places));
    return null;
  },
});
