/** A person's own models. */
import type { ImportReport } from '#core/imported.ts';

/** A model file that a person chose. Its path stays in main. */
export interface ChosenModel {
  readonly id: string;
  /** The file's own name. */
  readonly name: string;
}

export interface ModelCalls {
  /** Opens the system's dialog for a file. null: none was chosen. */
  chooseModel(): ChosenModel | null;
  /** Runs the model once and keeps how to run it. */
  importModel(id: string): ImportReport;
  /** Forgets an imported model; its file is left alone. */
  removeModel(id: string): null;
}
export const MODEL_CALLS: { readonly [K in keyof ModelCalls]: true } = {
  chooseModel: true,
  importModel: true,
  removeModel: true,
};
