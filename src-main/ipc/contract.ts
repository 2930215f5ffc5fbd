/**
 * Everything that crosses between the window and the main process. Preload, handlers, the fake
 * backend and the tests are typed from here.
 */
import type { WireFault } from '#core/errors.ts';
import type { RunEvent } from '#core/events.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { Suite } from '#core/suite.ts';

/** The lines that a submission would append, byte for byte, and the rows that may not be submitted. */
export interface SubmissionPreview {
  readonly entries: readonly { readonly id: string; readonly label: string; readonly line: string }[];
  readonly refused: readonly { readonly label: string; readonly reason: string }[];
  /** Public key (hex) that has signed the lines; null: there are none. */
  readonly signedBy: string | null;
  /** What was amiss with the file of the key, in sentences. */
  readonly notices: readonly string[];
}

export interface SubmitRequest {
  readonly recordId: string;
  /** Chosen in the preview: the ids of the lines to write. */
  readonly ids: readonly string[];
}

export interface SubmitResult {
  readonly file: string;
  readonly appended: number;
  /** Already in the file from before: not written again. */
  readonly alreadyThere: number;
}

export interface RunState {
  readonly runId: string;
  readonly running: boolean;
  readonly record: RunRecord | null;
  /** Why it ended without a result; null while it runs, and when it ended well. */
  readonly fault: WireFault | null;
}

/** Renderer → main. */
export interface Calls {
  getSuite(): Suite;
  /** The run under way, or the last one of this session: a reloaded window finds its way back. */
  getRun(): RunState | null;
  startRun(request: RunRequest): { runId: string };
  cancelRun(runId: string): null;
  previewSubmission(recordId: string): SubmissionPreview;
  getLeaderboardFile(): string | null;
  /** Opens the system's dialog. The path stays in main; null: cancelled, the former choice holds. */
  chooseLeaderboardFile(): string | null;
  submit(request: SubmitRequest): SubmitResult;
}

/** Main → renderer. */
export interface Events {
  run: { readonly runId: string; readonly event: RunEvent };
  /** The measuring process ended without a result. */
  runFailed: { readonly runId: string; readonly fault: WireFault };
}

export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireFault };
type Call<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<Reply<R>> : never;
export type JoulemarkApi = { readonly [K in keyof Calls]: Call<Calls[K]> } & {
  /** Returns the function that ends the subscription. */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void;
};

/** Names at run time, for the preload; a call that is missing here does not compile. */
export const CALLS: { readonly [K in keyof Calls]: true } = {
  getSuite: true,
  getRun: true,
  startRun: true,
  cancelRun: true,
  previewSubmission: true,
  getLeaderboardFile: true,
  chooseLeaderboardFile: true,
  submit: true,
};
export const EVENTS: { readonly [K in keyof Events]: true } = { run: true, runFailed: true };

/** Channel names as they appear in Electron. */
export const callChannel = (name: keyof Calls): string => `joulemark:call:${name}`;
export const eventChannel = (name: keyof Events): string => `joulemark:event:${name}`;
