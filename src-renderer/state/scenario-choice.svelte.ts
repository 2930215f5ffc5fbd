/** How the inferences of a run follow each other. */
import { numberReader } from '#core/format/typed-number.ts';
import { RATE_PER_S } from '#core/number-bounds.ts';
import { NumberChoice } from './number-choice.svelte.ts';

/** Of many cameras; only what stands in the field at first. */
const USUAL_RATE_PER_S = 30;

export class ScenarioChoice {
  fixedRate = $state(false);
  readonly rate = new NumberChoice(numberReader(RATE_PER_S), USUAL_RATE_PER_S);

  /** Inferences a second; null: back to back, or there is a problem. */
  readonly ratePerS = $derived.by(() => (this.fixedRate ? this.rate.value : null));
  readonly problem = $derived.by(() => (this.fixedRate ? this.rate.problem : null));

  load(ratePerS: number | null): void {
    this.fixedRate = ratePerS !== null;
    this.rate.load(ratePerS ?? USUAL_RATE_PER_S);
  }
}
