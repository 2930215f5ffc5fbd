/** The benchmark itself. */
import type { WireFault } from '#core/errors.ts';
import type { Progress, RunEvent } from '#core/events.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';

export interface RunState {
  readonly runId: string;
  readonly running: boolean;
  readonly record: RunRecord | null;
  /** The latest; null before the first, and when it has ended. */
  readonly progress: Progress | null;
  /** A pause is asked for: it lasts, or begins when the round is over. */
  readonly pauseAsked: boolean;
  /** Why its record is not in the history; null: it is, as far as it goes. */
  readonly saveFault: WireFault | null;
  /** Why it ended without a result; null while it runs, and when it ended well. */
  readonly fault: WireFault | null;
}

export interface RunCalls {
  /** The run under way, or the last one of this session: a reloaded window finds its way back. */
  getRun(): RunState | null;
  startRun(request: RunRequest): { runId: string };
  cancelRun(runId: string): null;
  /** Takes effect when the round under way is over. */
  pauseRun(runId: string): null;
  resumeRun(runId: string): null;
  /** Tries again to save the last run; the answer comes as an event. */
  saveRun(runId: string): null;
  /** Gives up the last run, which could not be saved: another one can start then. */
  forgetRun(runId: string): null;
}
export const RUN_CALLS: { readonly [K in keyof RunCalls]: true } = {
  getRun: true,
  startRun: true,
  cancelRun: true,
  pauseRun: true,
  resumeRun: true,
  saveRun: true,
  forgetRun: true,
};

export interface RunEvents {
  run: { readonly runId: string; readonly event: RunEvent };
  /** The measuring process ended without a result. */
  runFailed: { readonly runId: string; readonly fault: WireFault };
}
export const RUN_EVENTS: { readonly [K in keyof RunEvents]: true } = { run: true, runFailed: true };
