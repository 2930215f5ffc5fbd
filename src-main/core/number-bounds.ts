/** What a person may set in figures: for the schemas of files and calls, and for the fields of the page alike. */
import type { NumberBounds } from './format/typed-number.ts';

/** Per kWh, in the chosen currency. */
export const PRICE_PER_KWH: NumberBounds = { min: 0, aboveMin: true, max: 100_000 };

/** g CO2e per kWh; 0 is a grid without any. */
export const GRID_GRAMS_PER_KWH: NumberBounds = { min: 0, max: 5000 };

/** Of one inference. */
export const THREADS: NumberBounds = { min: 1, max: 1024, whole: true };

/** Inferences a second of the fixed-rate scenario. */
export const RATE_PER_S: NumberBounds = { min: 0.01, max: 10_000 };
