/** The run as the page follows it: the one under way, or the last. */
import { configurationKey, type Configuration } from '#core/configuration.ts';
import type { WireFault } from '#core/errors.ts';
import type { Progress, RunEvent } from '#core/events.ts';
import type { Row, RunRecord } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { Backend } from '../backend/backend.ts';

/** A configuration that is out of the run. */
export interface Failure {
  readonly configuration: Configuration;
  readonly message: string;
  /** null: known from the record alone, which keeps the reason only. */
  readonly remedy: string | null;
}

export type RunPhase = 'none' | 'running' | 'finished' | 'interrupted' | 'failed';

export class RunStore {
  running = $state(false);
  cancelling = $state(false);
  record = $state.raw<RunRecord | null>(null);
  progress = $state.raw<Progress | null>(null);
  notices = $state.raw<readonly string[]>([]);
  /** Why there is no (whole) result, or why a call was refused. */
  fault = $state.raw<WireFault | null>(null);
  #runId = $state<string | null>(null);
  #failures = $state.raw<readonly Failure[]>([]);
  readonly #backend: Backend;

  readonly phase = $derived.by((): RunPhase => {
    if (this.running) return 'running';
    if (this.fault !== null) return 'failed';
    if (this.record === null) return 'none';
    return this.record.state === 'finished' ? 'finished' : 'interrupted';
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
    this.#runId = null;
    this.running = true;
    this.cancelling = false;
    this.record = null;
    this.progress = null;
    this.notices = [];
    this.fault = null;
    this.#failures = [];
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

  /** A page that was loaded anew in the middle of a run, or after one, takes it up again. */
  async #findBack(): Promise<void> {
    const reply = await this.#backend.getRun();
    if (!reply.ok) this.fault = reply.error;
    if (!reply.ok || reply.value === null || this.#runId !== null) return;
    const { runId, running, record, fault } = reply.value;
    this.#runId = runId;
    this.running = running;
    this.record = record;
    this.fault = fault;
  }

  /** Events may come before the reply to `startRun` that names their run. */
  #isOurs(runId: string): boolean {
    this.#runId ??= runId;
    return this.#runId === runId;
  }

  #take(event: RunEvent): void {
    if ('record' in event) this.record = event.record;
    if (event.kind === 'progress') this.progress = event.progress;
    if (event.kind === 'notice') this.notices = [...this.notices, event.text];
    if (event.kind === 'finished') this.#end(null);
    if (event.kind === 'configuration-failed') {
      const { configuration, fault } = event;
      this.#failures = [...this.#failures, { configuration, message: fault.message, remedy: fault.remedy }];
    }
  }

  #end(fault: WireFault | null): void {
    this.running = false;
    this.cancelling = false;
    this.progress = null;
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
