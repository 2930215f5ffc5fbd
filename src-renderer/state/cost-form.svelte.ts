/** What is asked of the cost page: kept while the page changes. */
import { numberReader } from '#core/format/typed-number.ts';
import { NumberChoice } from './number-choice.svelte.ts';

export class CostForm {
  /** null: the newest run that has an energy. */
  recordKey = $state<string | null>(null);
  /** Key of the row; null: the most frugal one that keeps its answers. */
  rowKey = $state<string | null>(null);
  readonly inferencesPerDay = new NumberChoice(numberReader({ min: 0, max: 1e12 }), 1_000_000);
  readonly machines = new NumberChoice(numberReader({ min: 1, max: 1e9, whole: true }), 1);
  readonly daysPerYear = new NumberChoice(numberReader({ min: 1, max: 366, whole: true }), 365);
  /** Of the settings, as they are typed and not yet set. */
  priceDraft = $state<string | null>(null);
  gridDraft = $state<string | null>(null);
}
