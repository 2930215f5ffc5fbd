import { z } from 'zod';
import { NORMALISATIONS } from '#core/import-wishes.ts';
import { INPUT_KINDS, type ModelCalls } from '../calls/models.ts';
import { id, type GuardsOf } from './guard.ts';

const name = z.string().min(1).max(200);
/** Of inputs and outputs: whatever the model's file calls them. */
const valueName = z.string().min(1).max(1000);

const wishes = z.strictObject({
  id: name.nullable(),
  shapes: z.record(valueName, z.array(z.int().min(0).max(1e9)).max(32)),
  inputs: id.nullable(),
  normalisation: z.enum(NORMALISATIONS),
  classes: valueName.nullable(),
  minSqnrDb: z.number().min(-999).max(999).nullable(),
});

export const MODEL_GUARDS: GuardsOf<ModelCalls> = {
  chooseModel: z.tuple([]),
  chooseInputs: z.tuple([z.enum(INPUT_KINDS)]),
  inspectModel: z.tuple([id]),
  importModel: z.tuple([id, wishes]),
  cancelImport: z.tuple([]),
  removeModel: z.tuple([name]),
};
