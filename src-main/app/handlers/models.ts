import type { ModelCalls } from '#ipc/calls/models.ts';
import { removeModel } from '#runner/models.ts';
import { chooseToOpen } from '../choose-file.ts';
import type { MakeHandlers } from './parts.ts';

const INPUTS = [{ name: 'Arrays and pictures', extensions: ['npz', 'npy', 'png', 'jpg', 'jpeg'] }];

export const modelHandlers: MakeHandlers<ModelCalls> = ({
  places,
  window,
  modelJobs,
  modelImport,
  chosenModels,
}) => {
  const choose = async (question: Parameters<typeof chooseToOpen>[1]) => {
    const file = await chooseToOpen(window, question);
    return file === null ? null : chosenModels.add(file);
  };
  return {
    chooseModel: () => {
      modelJobs.refuseNow();
      const filters = [{ name: 'ONNX model', extensions: ['onnx'] }];
      return choose({ title: 'Import a model', what: 'openFile', filters });
    },
    chooseInputs: (kind) =>
      kind === 'file'
        ? choose({ title: 'Open a file of inputs', what: 'openFile', filters: INPUTS })
        : choose({ title: 'Open a folder of inputs', what: 'openDirectory' }),
    inspectModel: (id) => modelImport.inspect(chosenModels.pathOf(id)),
    importModel: (id, wishes) => {
      const inputs = wishes.inputs === null ? null : chosenModels.pathOf(wishes.inputs);
      return modelImport.import(chosenModels.pathOf(id), { ...wishes, inputs });
    },
    cancelImport: async () => {
      await modelImport.cancel();
      return null;
    },
    removeModel: async (id) => {
      await modelJobs.during('A model is being removed', () => removeModel(id, places));
      return null;
    },
  };
};
