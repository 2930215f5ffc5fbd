/** What the engine tells its listeners (screen, terminal, store). Plain data: it crosses processes. */
import type { Configuration } from './configuration.ts';
import type { WireFault } from './errors.ts';
import type { RunRecord } from './record/schema.ts';

export interface Progress {
  /** 0 … 1 of the work now foreseen; it may fall when windows must be repeated. */
  readonly doneRatio: number;
  /** Seconds left as now foreseen; null before anything is known. */
  readonly timeLeftS: number | null;
  readonly phase: 'preparing' | 'warming-up' | 'idle' | 'measuring' | 'saving';
  readonly round: number;
  /** What is being worked on; null in idle windows. */
  readonly current: Configuration | null;
}

export type RunEvent =
  | { readonly kind: 'started'; readonly record: RunRecord }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** A configuration is out of the run; the others go on. */
  | {
      readonly kind: 'configuration-failed';
      readonly configuration: Configuration;
      readonly fault: WireFault;
    }
  /** Something a person should know, e.g. a meter that failed; also in the record's events. */
  | { readonly kind: 'notice'; readonly text: string }
  /** After every round, with figures and ranks so far: this is what is saved and shown. */
  | { readonly kind: 'round-finished'; readonly record: RunRecord }
  | { readonly kind: 'finished'; readonly record: RunRecord };

/** Awaited by the engine, so that a slow disk delays the next round, never a window. */
export type RunListener = (event: RunEvent) => void | Promise<void>;
