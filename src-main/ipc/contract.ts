/**
 * Everything that crosses between the window and the main process, put together from calls/, one file a
 * subject. Preload, handlers, the fake backend and the tests are typed from here.
 */
import type { Functions } from './functions.ts';
import { EXPORT_CALLS, type ExportCalls } from './calls/exports.ts';
import { COMPARE_CALLS, type CompareCalls } from './calls/compare.ts';
import {
  LEADERBOARD_CALLS,
  LEADERBOARD_EVENTS,
  type LeaderboardCalls,
  type LeaderboardEvents,
} from './calls/leaderboard.ts';
import { ADVICE_CALLS, type AdviceCalls } from './calls/advice.ts';
import { HISTORY_CALLS, type HistoryCalls } from './calls/history.ts';
import { MACHINE_CALLS, type MachineCalls } from './calls/machine.ts';
import { MODEL_CALLS, MODEL_EVENTS, type ModelCalls, type ModelEvents } from './calls/models.ts';
import { OPEN_CALLS, OPEN_EVENTS, type OpenCalls, type OpenEvents, type Opened } from './calls/open.ts';
import { PLUG_CALLS, type PlugCalls } from './calls/plug.ts';
import { PREFERENCES_CALLS, type PreferencesCalls } from './calls/preferences.ts';
import { RUN_CALLS, RUN_EVENTS, type RunCalls, type RunEvents } from './calls/run.ts';
import { SHELL_EVENTS, type ShellEvents } from './calls/shell.ts';
import { STORAGE_CALLS, type StorageCalls } from './calls/storage.ts';
import { SUBMIT_CALLS, type SubmitCalls } from './calls/submit.ts';
import type { Reply } from './reply.ts';
import { UPDATE_CALLS, type UpdateCalls } from './calls/updates.ts';
import { VARIANT_CALLS, VARIANT_EVENTS, type VariantCalls, type VariantEvents } from './calls/variants.ts';

/** Renderer → main. */
export type Calls = MachineCalls &
  ModelCalls &
  VariantCalls &
  RunCalls &
  HistoryCalls &
  ExportCalls &
  SubmitCalls &
  PreferencesCalls &
  CompareCalls &
  PlugCalls &
  UpdateCalls &
  StorageCalls &
  LeaderboardCalls &
  OpenCalls &
  AdviceCalls;

/** Main → renderer. */
export type Events = RunEvents & ModelEvents & VariantEvents & LeaderboardEvents & OpenEvents & ShellEvents;

export type Api<C extends Functions<C>> = {
  readonly [K in keyof C]: (...args: Parameters<C[K]>) => Promise<Reply<ReturnType<C[K]>>>;
};
export type JoulemarkApi = Api<Calls> & {
  /** Returns the function that ends the subscription. */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** What a person has dropped on the page; its path goes past the page. */
  openDropped(file: File): Promise<Reply<Opened>>;
};
/** What the preload puts on the window. `locale`: after which numbers and dates are written; null: not known. */
export type Preloaded = JoulemarkApi & { readonly locale: string | null };

/** Names at run time, for the preload; a call that is missing here does not compile. */
export const CALLS: { readonly [K in keyof Calls]: true } = {
  ...MACHINE_CALLS,
  ...RUN_CALLS,
  ...HISTORY_CALLS,
  ...EXPORT_CALLS,
  ...SUBMIT_CALLS,
  ...PREFERENCES_CALLS,
  ...COMPARE_CALLS,
  ...MODEL_CALLS,
  ...VARIANT_CALLS,
  ...PLUG_CALLS,
  ...UPDATE_CALLS,
  ...STORAGE_CALLS,
  ...LEADERBOARD_CALLS,
  ...OPEN_CALLS,
  ...ADVICE_CALLS,
};
export const EVENTS: { readonly [K in keyof Events]: true } = {
  ...RUN_EVENTS,
  ...MODEL_EVENTS,
  ...VARIANT_EVENTS,
  ...LEADERBOARD_EVENTS,
  ...OPEN_EVENTS,
  ...SHELL_EVENTS,
};

/** Channel names as they appear in Electron. */
export const callChannel = (name: keyof Calls): string => `joulemark:call:${name}`;
export const eventChannel = (name: keyof Events): string => `joulemark:event:${name}`;
