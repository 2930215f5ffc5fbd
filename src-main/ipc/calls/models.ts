/** A person's own models. */
import type { ImportWishes } from '#core/import-wishes.ts';
import type { ImportReport, InspectedModel } from '#core/imported.ts';

/** A model file that a person chose, or a file or folder of inputs. Its path stays in main. */
export interface ChosenModel {
  readonly id: string;
  /** The file's own name. */
  readonly name: string;
}

export const INPUT_KINDS = ['file', 'folder'] as const;

export interface ModelCalls {
  /** Opens the system's dialog for a file. null: none was chosen. */
  chooseModel(): ChosenModel | null;
  /** The same for what a model is to be run on. */
  chooseInputs(kind: (typeof INPUT_KINDS)[number]): ChosenModel | null;
  /** Reads what the file says of itself; nothing is run. */
  inspectModel(id: string): InspectedModel;
  /** Runs the model once and keeps how to run it. `wishes.inputs`: an id of `chooseInputs`. */
  importModel(id: string, wishes: ImportWishes): ImportReport;
  /** Ends what reads or imports a model, which then fails as `interrupted`; answers when it has ended. */
  cancelImport(): null;
  /** Forgets an imported model; its file is left alone. */
  removeModel(id: string): null;
}
export const MODEL_CALLS: { readonly [K in keyof ModelCalls]: true } = {
  chooseModel: true,
  chooseInputs: true,
  inspectModel: true,
  importModel: true,
  cancelImport: true,
  removeModel: true,
};

export interface ModelEvents {
  /** What an import does now, in words. */
  importStep: { readonly text: string };
}
export const MODEL_EVENTS: { readonly [K in keyof ModelEvents]: true } = { importStep: true };
