/** The run as the page follows it: the one under way, or the last. */
import { configurationKey, type Configuration } from '#core/configuration.ts';
import type { WireFault } from '#core/errors.ts';
import type { LiveWindow, Progress, RunEvent } from '#core/events.ts';
import type { Row, RunRecord } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { Backend } from '../backend/backend.ts';
import { OnceASecond } from './once-a-second.ts';

/** A configuration that is out of the run. */
export interface Failure {
  readonly configuration: Configuration;
  readonly message: string;
  /** null: known from the record alone, which keeps the reason only. */
  readonly remedy: string | null;
}

/** `pausing`: the round under way is finished first. */
export type Pause = 'none' | 'pausing' | 'paused';

export type RunPhase = 'none' | 'running' | 'finished' | 'interrupted' | 'failed';

interface Latest {
  readonly progress: Progress | null;
  readonly windows: readonly LiveWindow[];
}
const NOTHING_YET: Latest = { progress: null, windows: [] };

export class RunStore {
  running = $state(false);
  cancelling = $state(false);
  record = $state.raw<RunRecord | null>(null);
  progress = $state.raw<Progress | null>(null);
  /** Windows that are over and not in the record yet. */
  later = $state.raw<readonly LiveWindow[]>([]);
  notices = $state.raw<readonly string[]>([]);
  /** Why the record is not in the history; null: it is, as far as it goes. */
  saveFault = $state.raw<WireFault | null>(null);
  /** It is tried again. */
  saving = $state(false);
  /** Why there is no (whole) result, or why a call was refused. */
  fault = $state.raw<WireFault | null>(null);
  #runId = $state<string | null>(null);
  #failures = $state.raw<readonly Failure[]>([]);
  #pauseAsked = $state(false);
  readonly #backend: Backend;
  /** Progress and windows as they are, which the page sees once a second. */
  #latest: Latest = NOTHING_YET;
  readonly #gate = new OnceASecond();

  readonly phase = $derived.by((): RunPhase => {
    if (this.running) return 'running';
    if (this.fault !== null) return 'failed';
    if (this.record === null) return 'none';
    return this.record.state === 'finished' ? 'finished' : 'interrupted';
  });
  readonly pause = $derived.by((): Pause => {
    if (!this.#pauseAsked) return 'none';
    return this.progress?.phase === 'paused' ? 'paused' : 'pausing';
  });
  readonly failures = $derived.by((): readonly Failure[] => {
    const known = this.#failures.map(({ configuration }) => configurationKey(configuration));
    const others = failuresOf(this.record).filter(
      ({ configuration }) => !known.includes(configurationKey(configuration)),
    );
    return [...this.#failures, ...others];
  });

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Follows the run from here on; returns the function that stops following. */
  listen(): () => void {
    const offs = [
      this.#backend.on('run', ({ runId, event }) => {
        if (this.#isOurs(runId)) this.#take(event);
      }),
      this.#backend.on('runFailed', ({ runId, fault }) => {
        if (this.#isOurs(runId)) this.#end(fault);
      }),
    ];
    void this.#findBack();
    return () => offs.forEach((off) => off());
  }

  async start(request: RunRequest): Promise<void> {
    this.#clear();
    this.running = true;
    this.cancelling = false;
    this.#pauseAsked = false;
    const reply = await this.#backend.startRun(request);
    if (reply.ok) this.#runId = reply.value.runId;
    else this.#end(reply.error);
  }

  async cancel(): Promise<void> {
    if (this.#runId === null || this.cancelling) return;
    this.cancelling = true;
    const reply = await this.#backend.cancelRun(this.#runId);
    if (reply.ok) return;
    this.cancelling = false;
    this.fault = reply.error;
  }

  /** Takes effect when the round is over. */
  async setPaused(paused: boolean): Promise<void> {
    const runId = this.#runId;
    if (runId === null || this.#pauseAsked === paused) return;
    this.#pauseAsked = paused;
    const reply = await (paused ? this.#backend.pauseRun(runId) : this.#backend.resumeRun(runId));
    if (reply.ok) return;
    this.#pauseAsked = !paused;
    this.fault = reply.error;
  }

  /** How it went comes as an event. */
  async saveAgain(): Promise<void> {
    if (this.#runId === null || this.saving) return;
    this.saving = true;
    const reply = await this.#backend.saveRun(this.#runId);
    this.saving = false;
    if (!reply.ok) this.saveFault = reply.error;
  }

  /** Gives up what could not be saved. */
  async forgetUnsaved(): Promise<void> {
    if (this.#runId === null) return;
    const reply = await this.#backend.forgetRun(this.#runId);
    if (!reply.ok) this.saveFault = reply.error;
    else this.#clear();
  }

  /** A page that was loaded anew in the middle of a run, or after one, takes it up again. */
  async #findBack(): Promise<void> {
    const reply = await this.#backend.getRun();
    if (!reply.ok) this.fault = reply.error;
    if (!reply.ok || reply.value === null) return;
    // A run that was started meanwhile is newer. Events of the one that is told of may have come before it was:
    // they are in what is told.
    if (this.running || (this.#runId !== null && this.#runId !== reply.value.runId)) return;
    const { runId, running, record, progress, pauseAsked, saveFault, fault } = reply.value;
    this.#runId = runId;
    this.running = running;
    this.record = record;
    this.#pauseAsked = pauseAsked;
    this.#latest = { progress, windows: [] };
    this.#show();
    this.saveFault = saveFault;
    this.fault = fault;
  }

  /** Events may come before the reply to `startRun` that names their run. */
  #isOurs(runId: string): boolean {
    this.#runId ??= runId;
    return this.#runId === runId;
  }

  #take(event: RunEvent): void {
    if (event.kind === 'progress') this.#hold({ progress: event.progress });
    else if (event.kind === 'window') this.#hold({ windows: [...this.#latest.windows, event.live] });
    else this.#gate.flush();
    if ('record' in event) {
      this.record = event.record;
      // The record holds them now.
      this.#latest = { ...this.#latest, windows: [] };
      this.later = [];
    }
    if (event.kind === 'saving') this.saveFault = event.fault;
    if (event.kind === 'notice') this.notices = [...this.notices, event.text];
    if (event.kind === 'finished') this.#end(null);
    if (event.kind === 'configuration-failed') {
      const { configuration, fault } = event;
      this.#failures = [...this.#failures, { configuration, message: fault.message, remedy: fault.remedy }];
    }
  }

  #hold(changes: Partial<Latest>): void {
    this.#latest = { ...this.#latest, ...changes };
    this.#gate.push(() => this.#show());
  }

  #show(): void {
    this.progress = this.#latest.progress;
    this.later = this.#latest.windows;
  }

  #clear(): void {
    this.#runId = null;
    this.record = null;
    this.#forget();
    this.notices = [];
    this.saveFault = null;
    this.fault = null;
    this.#failures = [];
  }

  #forget(): void {
    this.#gate.clear();
    this.#latest = NOTHING_YET;
    this.#show();
  }

  #end(fault: WireFault | null): void {
    this.running = false;
    this.cancelling = false;
    this.#pauseAsked = false;
    this.#forget();
    this.fault = fault;
  }
}

/** As the record keeps them. */
export function failuresOf(record: RunRecord | null): Failure[] {
  return (record?.rows ?? []).filter(({ verdict }) => verdict === 'failed').map(failureOfRow);
}

function failureOfRow(row: Row): Failure {
  return { configuration: row, message: row.reasons.join(' '), remedy: null };
}
