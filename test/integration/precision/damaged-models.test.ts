import { expect, it } from 'vitest';
import { readModelFile } from '#catalogue/model-file.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { tryDamage } from '#test/support/damaged-models.ts';
import { PACKAGE_ROOT } from '#test/support/real-workload.ts';

/** Small, so that the suite stays quick; `test/support/damage-many.ts` tries thousands. */
const RUNS = 40;

it.each(TRAINED_MODELS.map((model) => [model.id, model] as const))(
  'damaged copies of %s are refused with a Fault, or read, written and rewritten whole',
  { timeout: 180_000 },
  async (_id, model) => {
    const { bytes } = await readModelFile(model, PACKAGE_ROOT);
    const outcome = tryDamage(bytes, { runs: RUNS, seed: 20_261_125, precisions: ['int8-dynamic'] });
    expect(outcome.refused + outcome.read).toBe(RUNS);
    // Else the damage would be too harmless, or too great, to try anything.
    expect(outcome.refused).toBeGreaterThan(RUNS / 10);
    expect(outcome.rewritten).toBeGreaterThan(RUNS / 10);
  },
);
