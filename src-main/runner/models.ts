/** A person's own models: taking them in, and letting them go. The same for the terminal and the window. */
import { findModels, openCatalogue, takenNames } from '#catalogue/catalogue.ts';
import { removeEntry } from '#catalogue/import/entry.ts';
import { importModel as importInto, type ImportOptions } from '#catalogue/import/import-model.ts';
import { Fault } from '#core/errors.ts';
import type { ImportReport } from '#core/imported.ts';
import type { Places } from './places.ts';

export { inspectModel } from '#catalogue/import/inspect-model.ts';

export interface ImportRequest extends Omit<ImportOptions, 'dataDir' | 'taken'> {
  readonly places: Places;
}

/** Rejects with a `Fault`; then nothing is kept. */
export async function importModel({ places, ...request }: ImportRequest): Promise<ImportReport> {
  const taken = takenNames(await openCatalogue(places));
  return importInto({ ...request, dataDir: places.dataDir, taken });
}

/** Forgets an imported model; its file is left alone. Rejects with `unknown-model`, or `wrong-usage` for one of the program's. */
export async function removeModel(id: string, places: Places): Promise<void> {
  if (await removeEntry(places.dataDir, id)) return;
  const catalogue = await openCatalogue(places);
  // Throws where there is no such model at all.
  findModels([id], catalogue);
  throw new Fault('wrong-usage', `"${id}" is not an imported model, and cannot be removed`);
}
