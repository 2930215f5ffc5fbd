/** What tier of result this machine can give, in a sentence. */
import { TIERS, type Tier } from '#core/provenance.ts';
import type { MeterStatus } from '#core/record/schema.ts';
import type { Suite } from '#core/suite.ts';

export type UsableMeter = Exclude<MeterStatus, { status: 'unavailable' }>;
export type MissingMeter = Extract<MeterStatus, { status: 'unavailable' }>;

export interface EnergySource {
  /** null: nothing gives energy here, not even an estimate. */
  readonly tier: Tier | null;
  readonly sentence: string;
  /** The sentence is a caveat that people must see before they read a figure. */
  readonly caveat: boolean;
}

const SENTENCES: Record<Tier, (meter: string) => string> = {
  external: (meter) => `Energy is measured by an external meter (${meter}).`,
  counter: (meter) => `Energy is measured by a hardware counter (${meter}).`,
  sensor: (meter) =>
    `Energy is measured by a power sensor (${meter}) whose readings are integrated over time.`,
  model: (meter) => `Energy is the hardware vendor’s own model (${meter}), not a measurement.`,
  estimate: () =>
    'No power sensor can be read here, so energy is an estimate from processor time. ' +
    'It serves to compare configurations on this machine, and never ranks against a measurement.',
};

export function usableMeters(meters: readonly MeterStatus[]): UsableMeter[] {
  const usable = meters.filter((meter): meter is UsableMeter => meter.status !== 'unavailable');
  return usable.sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier));
}

export function energySource(suite: Suite): EnergySource {
  const best = usableMeters(suite.meters)[0];
  if (best === undefined) {
    return {
      tier: null,
      sentence: 'Nothing here gives energy: latency is measured, and energy stays unknown.',
      caveat: true,
    };
  }
  if (suite.synthetic) {
    const sentence = `Energy comes from a replaced sensor tree (${best.source}), so every figure is synthetic and cannot be submitted.`;
    return { tier: best.tier, sentence, caveat: true };
  }
  const caveat = best.tier === 'estimate' || best.tier === 'model';
  return { tier: best.tier, sentence: SENTENCES[best.tier](best.id), caveat };
}
