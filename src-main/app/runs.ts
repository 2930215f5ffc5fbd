/** The runs of this session: one at a time, each in a measuring process that may die on its own. */
import { randomBytes } from 'node:crypto';
import { Fault, type WireFault } from '#core/errors.ts';
import type { RunEvent } from '#core/events.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { RunState } from '#ipc/calls/run.ts';
import type { Events } from '#ipc/contract.ts';
import type { Bench, BenchListener } from './bench.ts';
import type { JobMessage } from './bench-messages.ts';
import { ProgressGate } from './progress-gate.ts';

/** A measuring process that does not stop within this time of being asked to is ended. */
const CANCEL_LIMIT_MS = 15_000;

export interface RunsOptions {
  startBench(request: RunRequest, listener: BenchListener): Bench;
  emit<E extends keyof Events>(event: E, payload: Events[E]): void;
  /** Told once, when a run has ended and nothing of it is left. */
  onEnded?(end: RunEnd): void;
  /** Keeps the system from sleeping until the function that it returns is called. */
  keepAwake(): () => void;
  /** Writes a record into the history. Why it could not be; null: it is there. */
  saveRecord(record: RunRecord): Promise<WireFault | null>;
  /** Where records lie, to tell people. */
  readonly historyDir: string;
}

/** How a run ended: with a record, or with a reason why there is no whole one. */
export interface RunEnd {
  readonly record: RunRecord | null;
  readonly fault: WireFault | null;
}

interface Run {
  readonly runId: string;
  readonly bench: Bench;
  readonly gate: ProgressGate;
  readonly letSleep: () => void;
  cancelTimer: NodeJS.Timeout | null;
  onEnded: () => void;
}

export class Runs {
  readonly #options: RunsOptions;
  #current: Run | null = null;
  #state: RunState | null = null;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#current !== null;
  }

  /** The run under way or the last one. */
  get state(): RunState | null {
    return this.#state;
  }

  start(request: RunRequest): { runId: string } {
    if (this.#current !== null) throw new Fault('run-in-progress', 'A benchmark is running already.');
    if (this.#unsaved !== null) {
      throw new Fault('file-unwritable', 'The last run is not saved, and another one would take its place.', {
        remedy: 'Save it, or forget it, on the page "Run".',
      });
    }
    const runId = randomBytes(8).toString('hex');
    const gate = new ProgressGate((event) => this.#emitEvent(runId, event));
    const bench = this.#options.startBench(request, {
      onMessage: (message) => this.#receive(runId, message),
      onExit: (reason) => this.#fail(runId, this.#death(reason)),
    });
    const letSleep = this.#options.keepAwake();
    this.#current = { runId, bench, gate, letSleep, cancelTimer: null, onEnded: () => undefined };
    this.#state = {
      ...{ runId, running: true, record: null, progress: null, pauseAsked: false },
      ...{ saveFault: null, fault: null },
    };
    return { runId };
  }

  /** Asks the run to stop; its finished rounds come as its result. Does nothing when it has ended. */
  cancel(runId: string): void {
    const run = this.#current;
    if (run === null || run.runId !== runId || run.cancelTimer !== null) return;
    run.bench.cancel();
    run.cancelTimer = setTimeout(() => {
      const text = `The measuring process did not stop within ${CANCEL_LIMIT_MS / 1000} s and was ended.`;
      this.#fail(runId, new Fault('interrupted', text, { remedy: this.#kept() }).toWire());
    }, CANCEL_LIMIT_MS);
  }

  /** Asks the run to wait when its round is over, or to go on. Does nothing when it has ended. */
  setPaused(runId: string, paused: boolean): void {
    const run = this.#current;
    if (run === null || run.runId !== runId || this.#state?.pauseAsked === paused) return;
    if (paused) run.bench.pause();
    else run.bench.resume();
    this.#change({ pauseAsked: paused });
  }

  /** For leaving the program: cancels what runs, and resolves when it has ended, if need be by force. */
  stop(limitMs: number): Promise<void> {
    const run = this.#current;
    if (run === null) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#finish(), limitMs);
      run.onEnded = () => {
        clearTimeout(timer);
        resolve();
      };
      this.cancel(run.runId);
    });
  }

  /** The last run's record, where the history does not hold it as it is; null: it does, or that is another run's id. */
  unsaved(id: string): RunRecord | null {
    return this.#unsaved?.id === id ? this.#unsaved : null;
  }

  get #unsaved(): RunRecord | null {
    return this.#state?.saveFault ? this.#state.record : null;
  }

  /** Does nothing while a run is on, which saves itself. How it went is told as an event. */
  async saveAgain(runId: string): Promise<void> {
    const { record = null } = this.#state ?? {};
    if (this.running || record === null || this.#state?.runId !== runId) return;
    const saveFault = await this.#options.saveRecord(record);
    // Forgotten meanwhile, and another one may have begun.
    if (this.state?.runId !== runId) return;
    this.#change({ saveFault });
    this.#emitEvent(runId, { kind: 'saving', fault: saveFault });
  }

  /** Nothing is left of a run that has ended but what the history holds of it. */
  forget(runId: string): void {
    if (!this.running && this.#state?.runId === runId) this.#state = null;
  }

  #receive(runId: string, message: JobMessage): void {
    const run = this.#current;
    if (run === null || run.runId !== runId) return;
    if (message.kind === 'event') {
      if ('record' in message.event) this.#change({ record: message.event.record });
      if (message.event.kind === 'saving') this.#change({ saveFault: message.event.fault });
      if (message.event.kind === 'progress') this.#change({ progress: message.event.progress });
      run.gate.push(message.event);
    } else if (message.kind === 'done') {
      const { record } = message;
      this.#change({ record });
      this.#finish();
      this.#emitEvent(runId, { kind: 'finished', record });
      this.#options.onEnded?.({ record, fault: null });
    } else if (message.kind === 'failed') this.#fail(runId, message.fault);
  }

  #fail(runId: string, fault: WireFault): void {
    if (this.#current === null || this.#current.runId !== runId) return;
    this.#finish();
    this.#change({ fault });
    this.#options.emit('runFailed', { runId, fault });
    this.#options.onEnded?.({ record: this.#state?.record ?? null, fault });
  }

  #finish(): void {
    const run = this.#current;
    if (run === null) return;
    this.#current = null;
    if (run.cancelTimer !== null) clearTimeout(run.cancelTimer);
    run.gate.close();
    run.bench.kill();
    run.letSleep();
    this.#change({ running: false, progress: null, pauseAsked: false });
    run.onEnded();
  }

  #change(changes: Partial<RunState>): void {
    if (this.#state !== null) this.#state = { ...this.#state, ...changes };
  }

  #emitEvent(runId: string, event: RunEvent): void {
    this.#options.emit('run', { runId, event });
  }

  #death(reason: string): WireFault {
    return new Fault('worker-died', `The measuring process ended before the run did (${reason}).`, {
      remedy: `${this.#kept()} Run again; if it ends again, choose fewer models and watch the free memory.`,
    }).toWire();
  }

  #kept(): string {
    if (!this.#state?.record) return 'No round was finished, so there is nothing to keep.';
    if (this.#state.saveFault !== null) return 'The finished rounds are shown, but could not be saved.';
    return `The finished rounds are kept in ${this.#options.historyDir}.`;
  }
}
