/** The variants of this session: made and compared by a process of its own, which may die without the rows that it told. */
import { Fault, type WireFault } from '#core/errors.ts';
import type { VariantTable } from '#core/variant-table.ts';
import type { VariantPhase, VariantRequest, VariantState } from '#ipc/calls/variants.ts';
import type { Bench, BenchListener } from './bench.ts';
import type { JobMessage } from './bench-messages.ts';
import type { ModelJobs } from './model-jobs.ts';

/** Rewriting a large model hears nothing. What was asked to stop is ended after this: no half file is ever used. */
const STOP_LIMIT_MS = 5000;

export interface MakingOptions {
  startBench(request: VariantRequest, listener: BenchListener): Bench;
  /** Told of every change. */
  emit(state: VariantState): void;
  readonly jobs: ModelJobs;
}

interface Making {
  readonly bench: Bench;
  readonly endJob: () => void;
  stopTimer: NodeJS.Timeout | null;
}

export class VariantMaking {
  readonly #options: MakingOptions;
  #current: Making | null = null;
  #state: VariantState | null = null;

  constructor(options: MakingOptions) {
    this.#options = options;
  }

  /** What is under way, or the last. */
  get state(): VariantState | null {
    return this.#state;
  }

  /** With the pairs that are done. Throws a `Fault` while there is none. */
  get table(): VariantTable {
    const table = this.#state?.table;
    if (table) return table;
    throw new Fault('wrong-usage', 'There is no table of variants yet.', {
      remedy: 'Make variants on the page Models first.',
    });
  }

  /** Throws `run-in-progress`. */
  start(request: VariantRequest): void {
    const endJob = this.#options.jobs.begin('Variants are being made');
    const bench = this.#options.startBench(request, {
      onMessage: (message) => this.#receive(making, message),
      onExit: (reason) => this.#end(making, 'failed', this.#death(reason)),
    });
    const making: Making = { bench, endJob, stopTimer: null };
    this.#current = making;
    this.#change({ phase: 'working', step: null, table: null, fault: null });
  }

  cancel(): void {
    const making = this.#current;
    if (making === null || making.stopTimer !== null) return;
    making.bench.cancel();
    making.stopTimer = setTimeout(() => this.#end(making, 'stopped'), STOP_LIMIT_MS);
    this.#change({ phase: 'stopping' });
  }

  #receive(making: Making, message: JobMessage): void {
    if (this.#current !== making) return;
    if (message.kind === 'variants-step') this.#change({ step: message.step });
    else if (message.kind === 'variants-table') this.#change({ table: message.table });
    else if (message.kind === 'variants-made') this.#end(making, 'finished');
    else if (message.kind === 'failed') this.#end(making, 'failed', message.fault);
  }

  /** What fails after it was asked to stop has stopped. */
  #end(making: Making, phase: VariantPhase, fault: WireFault | null = null): void {
    if (this.#current !== making) return;
    this.#current = null;
    const stopped = phase === 'failed' && making.stopTimer !== null;
    if (making.stopTimer !== null) clearTimeout(making.stopTimer);
    making.bench.kill();
    making.endJob();
    this.#change({ step: null, ...(stopped ? { phase: 'stopped' } : { phase, fault }) });
  }

  #change(changes: Partial<VariantState>): void {
    const before = this.#state ?? { phase: 'working', step: null, table: null, fault: null };
    this.#state = { ...before, ...changes };
    this.#options.emit(this.#state);
  }

  #death(reason: string): WireFault {
    const step = this.#state?.step ?? null;
    const over = step === null ? '' : ` over ${step.model} at ${step.precision}`;
    return new Fault('worker-died', `The process that makes variants ended${over} (${reason}).`, {
      remedy: 'What was done is kept. Leave this model or precision out, or watch the free memory.',
    }).toWire();
  }
}
