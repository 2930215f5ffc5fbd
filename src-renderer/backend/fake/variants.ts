/** Variants that the fake makes, one pair at a time, when it is told to. */
import { PRECISIONS, type Precision } from '#core/configuration.ts';
import { Fault, type WireFault } from '#core/errors.ts';
import type { ModelSummary } from '#core/suite.ts';
import type { VariantTable } from '#core/variant-table.ts';
import type { VariantCalls, VariantRequest, VariantState } from '#ipc/calls/variants.ts';
import type { Backend } from '../backend.ts';
import { given, refused } from './reply.ts';
import { fakeLeftOut, fakeRow } from './variant-rows.ts';

interface Pair {
  readonly model: ModelSummary;
  readonly precision: Precision;
}

const NO_ROWS: VariantTable = {
  software: { joulemark: '0.1.0', onnxruntime: '1.30.0' },
  integerWeights: 'uint8',
  rows: [],
  leftOut: [],
};

export class FakeVariants implements Pick<Backend, 'getVariants' | 'startVariants' | 'cancelVariants'> {
  /** What was asked for, for the tests to look at. */
  readonly requests: VariantRequest[] = [];
  /** Why nothing can be started; null: it can. */
  startFault: WireFault | null = null;
  /** Whether it goes on with the pair under way when it is asked to stop, until `next` is called. */
  stopWaits = false;
  readonly #models: () => readonly ModelSummary[];
  readonly #emit: (state: VariantState) => void;
  #state: VariantState | null = null;
  #wanted: readonly Precision[] = PRECISIONS;
  #pairs: readonly Pair[] = [];

  /** `doneAtStart`: pairs that were made before the page was loaded anew; null: nothing was started before. */
  constructor(
    models: () => readonly ModelSummary[],
    emit: (state: VariantState) => void,
    doneAtStart: number | null,
  ) {
    this.#models = models;
    this.#emit = emit;
    if (doneAtStart === null) return;
    this.#begin({ models: null, precisions: null });
    for (let done = 0; done < doneAtStart; done += 1) this.next();
  }

  getVariants(): ReturnType<Backend['getVariants']> {
    return given(this.#state);
  }

  startVariants(request: VariantRequest): ReturnType<Backend['startVariants']> {
    if (this.startFault !== null) return refused(this.startFault);
    this.requests.push(request);
    this.#begin(request);
    return given(null);
  }

  cancelVariants(): ReturnType<Backend['cancelVariants']> {
    this.#change(this.stopWaits ? { phase: 'stopping' } : { phase: 'stopped', step: null });
    return given(null);
  }

  /** The pair under way is done, and the next one begins; false when all are. */
  next(): boolean {
    const { phase, table } = this.#state ?? {};
    const before = table ?? NO_ROWS;
    const pair = this.#pairs[before.rows.length];
    if (phase === 'stopping') this.#change({ phase: 'stopped', step: null });
    if (phase !== 'working' || pair === undefined) return false;
    const rows = [...before.rows, fakeRow(pair.model, pair.precision)];
    const isLastOfModel = this.#pairs[rows.length]?.model !== pair.model;
    const leftOut = isLastOfModel ? fakeLeftOut(pair.model, this.#wanted) : [];
    this.#change({ table: { ...before, rows, leftOut: [...before.leftOut, ...leftOut] } });
    if (rows.length < this.#pairs.length) this.#step(rows.length);
    else this.#change({ phase: 'finished', step: null });
    return true;
  }

  /** All that is left is made. */
  finish(): void {
    while (this.next());
  }

  /** Its process ends in the middle. */
  die(): void {
    const message = 'The process that makes variants ended (killed by SIGKILL).';
    const remedy = 'What was done is kept. Leave this model or precision out, or watch the free memory.';
    this.#change({
      ...{ phase: 'failed', step: null },
      fault: new Fault('worker-died', message, { remedy }).toWire(),
    });
  }

  text(format: Parameters<VariantCalls['variantsText']>[0]): string {
    const rows = this.#state?.table?.rows ?? [];
    return rows
      .map(({ model, precision }) => [model, precision].join(format === 'csv' ? ',' : ' | '))
      .join('\n');
  }

  #begin({ models, precisions }: VariantRequest): void {
    const chosen = this.#models().filter(({ id, inDefaultSuite }) => models?.includes(id) ?? inDefaultSuite);
    this.#wanted = precisions ?? PRECISIONS;
    this.#pairs = chosen.flatMap((model) =>
      this.#wanted
        .filter((each) => model.precisions.includes(each))
        .map((precision) => ({ model, precision })),
    );
    this.#change({ phase: 'working', step: null, table: null, fault: null });
    this.#step(0);
  }

  #step(index: number): void {
    const pair = this.#pairs[index];
    if (pair === undefined) return;
    const [number, of] = [index + 1, this.#pairs.length];
    this.#change({ step: { model: pair.model.id, precision: pair.precision, number, of } });
  }

  #change(changes: Partial<VariantState>): void {
    const before = this.#state ?? { phase: 'working', step: null, table: null, fault: null };
    this.#state = { ...before, ...changes };
    this.#emit(structuredClone(this.#state));
  }
}
