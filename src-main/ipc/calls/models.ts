/** A person's own models. */
import type { ImportReport } from '#core/imported.ts';

export interface ModelCalls {
  /** Opens the system's dialog for a file, runs the model once and keeps how to run it. null: no file was chosen. */
  importModel(): ImportReport | null;
  /** Forgets an imported model; its file is left alone. */
  removeModel(id: string): null;
}
export const MODEL_CALLS: { readonly [K in keyof ModelCalls]: true } = {
  importModel: true,
  removeModel: true,
};
