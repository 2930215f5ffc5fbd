/** How the inferences of a run follow each other. */
import { NumberChoice } from './number-choice.svelte.ts';

/** Of many cameras; only what stands in the field at first. */
const USUAL_RATE_PER_S = 30;

export class ScenarioChoice {
  fixedRate = $state(false);
  /** As `runRequestSchema` has it. */
  readonly rate = new NumberChoice({ least: 0.01, most: 10_000 }, String(USUAL_RATE_PER_S));

  /** Inferences a second; null: back to back, or there is a problem. */
  readonly ratePerS = $derived.by(() => (this.fixedRate ? this.rate.value : null));
  readonly problem = $derived.by(() => {
    if (!this.fixedRate) return null;
    return this.rate.problem ?? (this.rate.value === null ? 'Write how many inferences a second.' : null);
  });

  load(ratePerS: number | null): void {
    this.fixedRate = ratePerS !== null;
    this.rate.set(ratePerS ?? USUAL_RATE_PER_S);
  }
}
