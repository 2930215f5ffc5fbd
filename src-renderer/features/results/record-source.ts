/** What a ranking is shown from: the run under way or the last one, or a record of the history. */
import type { RunRecord } from '#core/record/schema.ts';
import { failuresOf, type Failure, type RunPhase } from '../../state/run.svelte.ts';

export interface ResultsSource {
  readonly record: RunRecord | null;
  readonly running: boolean;
  readonly phase: RunPhase;
  readonly failures: readonly Failure[];
  /** Sentences on what happened. */
  readonly notices: readonly string[];
}

/** A record as it was written. One that is still `running` belongs to a program that died in it, or to another one. */
export function recordSource(record: RunRecord): ResultsSource {
  return {
    record,
    running: false,
    phase: record.state === 'finished' ? 'finished' : 'interrupted',
    failures: failuresOf(record),
    notices: record.events.filter(({ kind }) => kind === 'notice').map(({ text }) => text),
  };
}
