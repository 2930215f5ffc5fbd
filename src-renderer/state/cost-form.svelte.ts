/** What is asked of the cost page: kept while the page changes. */
export class CostForm {
  /** null: the newest run that has an energy. */
  recordKey = $state<string | null>(null);
  /** Key of the row; null: the most frugal one that keeps its answers. */
  rowKey = $state<string | null>(null);
  inferencesPerDay = $state(1_000_000);
  machines = $state(1);
  daysPerYear = $state(365);
}
