/** A record of the history in words. */
import type { RecordSummary } from '#core/record/summary.ts';

export const STATE_WORDS: Record<RecordSummary['state'], string> = {
  finished: 'finished',
  interrupted: 'stopped early',
  running: 'under way, or its program died',
};

/** At most this many by name. */
const NAMED = 3;

export function modelsText(models: readonly string[], titleOf: (model: string) => string): string {
  const more = models.length - NAMED;
  const names = models.slice(0, NAMED).map(titleOf).join(', ');
  return more > 0 ? `${names} and ${more} more` : names;
}

export function measuredText({ measuredRows, rows }: Pick<RecordSummary, 'measuredRows' | 'rows'>): string {
  return `${measuredRows} of ${rows} configuration${rows === 1 ? '' : 's'}`;
}
