/** The ratio of two rows, from their windows. */
import { summariseEnergy } from '../protocol/summary.ts';
import type { RatioOf } from './compare-runs.ts';
import { energyRatio } from './energy-ratio.ts';

const LEVEL = 0.95;

export const rowRatio: RatioOf = (own, baseline) =>
  energyRatio(summariseEnergy(own.windows, LEVEL), summariseEnergy(baseline.windows, LEVEL), LEVEL);
