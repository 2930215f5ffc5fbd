/** What a person may set and the program remembers; nothing here moves a measured figure by itself. */
import { z } from 'zod';
import { GRID_GRAMS_PER_KWH, PRICE_PER_KWH, THREADS } from './number-bounds.ts';
import { runRequestSchema } from './run-request.ts';

/** A choice of what to run, saved under a name. */
const presetSchema = z.strictObject({ name: z.string().trim().min(1).max(60), request: runRequestSchema });
export type Preset = z.infer<typeof presetSchema>;

/** What each may be. `null`: not set, and then nothing that needs it is shown. */
const FIELDS = {
  /** Of electricity, per kWh, in `currency`. */
  pricePerKwh: z.number().gt(PRICE_PER_KWH.min).max(PRICE_PER_KWH.max).nullable(),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Of the grid, grams of CO2 equivalent per kWh. */
  gridGramsPerKwh: z.number().min(GRID_GRAMS_PER_KWH.min).max(GRID_GRAMS_PER_KWH.max).nullable(),
  /** Smart plug that this machine hangs on: `host`, `host:port`, `host/1`. */
  plugAddress: z.string().trim().min(1).max(255).nullable(),
  /** Of the document that names the newest release; asked when a person asks. */
  updateAddress: z.string().trim().min(1).max(2000).nullable(),
  /** Intra-op threads of a run; null: one per physical core. */
  threads: z.int().min(THREADS.min).max(THREADS.max).nullable(),
  /** The page that shows what was found on this machine has been seen. */
  welcomed: z.boolean(),
  presets: z.array(presetSchema).max(100),
};

export type Preferences = { [K in keyof typeof FIELDS]: z.infer<(typeof FIELDS)[K]> };

/** Some of them, as they are changed and as they are kept. Without defaults: what is not named keeps its value. */
export const preferencesChangeSchema = z.strictObject({
  pricePerKwh: z.exactOptional(FIELDS.pricePerKwh),
  currency: z.exactOptional(FIELDS.currency),
  gridGramsPerKwh: z.exactOptional(FIELDS.gridGramsPerKwh),
  plugAddress: z.exactOptional(FIELDS.plugAddress),
  updateAddress: z.exactOptional(FIELDS.updateAddress),
  threads: z.exactOptional(FIELDS.threads),
  welcomed: z.exactOptional(FIELDS.welcomed),
  presets: z.exactOptional(FIELDS.presets),
});
export type PreferencesChange = z.infer<typeof preferencesChangeSchema>;

export const DEFAULT_PREFERENCES: Preferences = {
  pricePerKwh: null,
  currency: 'EUR',
  gridGramsPerKwh: null,
  plugAddress: null,
  updateAddress: null,
  threads: null,
  welcomed: false,
  presets: [],
};
