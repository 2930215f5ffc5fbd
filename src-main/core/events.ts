/** What the engine tells its listeners (screen, terminal, store). Plain data: it crosses processes. */
import type { Configuration } from './configuration.ts';
import type { WireFault } from './errors.ts';
import type { Domain, Tier } from './provenance.ts';
import type { RunRecord, Window } from './record/schema.ts';

/** A window that is over, as it will stand in the record; a measuring one has no idle power yet. */
export interface LiveWindow {
  readonly window: Window;
  /** null: idle. */
  readonly configuration: Configuration | null;
  /** Of the meter that read it; null: none did. */
  readonly tier: Tier | null;
  /** What its energy covers. */
  readonly domains: readonly Domain[];
}

export interface Progress {
  /** 0 … 1 of the work now foreseen; it may fall when windows must be repeated. */
  readonly doneRatio: number;
  /** Seconds left as now foreseen; null before anything is known. */
  readonly timeLeftS: number | null;
  readonly phase: 'preparing' | 'warming-up' | 'idle' | 'measuring' | 'saving' | 'paused';
  readonly round: number;
  /** What is being worked on; null in idle windows. */
  readonly current: Configuration | null;
  /** Which of the round's measuring windows, from 1, and whether it is taken again; null in all other phases. */
  readonly window: { readonly number: number; readonly of: number; readonly isRepeat: boolean } | null;
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
  /** Whether the rounds so far could be saved: told when that changes. null: they are. */
  | { readonly kind: 'saving'; readonly fault: WireFault | null }
  /** Sent between windows, never inside one. */
  | { readonly kind: 'window'; readonly live: LiveWindow }
  /** After every round, with figures and ranks so far: this is what is saved and shown. */
  | { readonly kind: 'round-finished'; readonly record: RunRecord }
  | { readonly kind: 'finished'; readonly record: RunRecord };

/** Awaited by the engine, so that a slow disk delays the next round, never a window. */
export type RunListener = (event: RunEvent) => void | Promise<void>;
