/** What a person has chosen to run. The default suite at its usual precisions until something is changed. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { PRECISIONS, type Precision } from '#core/configuration.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { ModelSummary } from '#core/suite.ts';
import { DeviceChoice } from './device-choice.svelte.ts';
import type { SuiteStore } from './suite.svelte.ts';

export type Plan =
  { readonly ok: true; readonly request: RunRequest } | { readonly ok: false; readonly problem: string };

export class ChoiceStore {
  quick = $state(true);
  /** A node that the chosen device leaves to another one fails its configuration. */
  noFallback = $state(false);
  readonly devices: DeviceChoice;
  /** Ids of models of the default suite that are left out, and of others that are chosen. */
  readonly #changedModels = new SvelteSet<string>();
  /** Whether a precision is chosen, where somebody said so: what is usual depends on the models. */
  readonly #said = new SvelteMap<Precision, boolean>();
  readonly #suite: SuiteStore;
  readonly #threads: () => number | null;

  readonly models = $derived.by(() => this.#suite.suite?.models ?? []);
  readonly #chosenModels = $derived.by(() => this.models.filter((model) => this.hasModel(model)));
  /** Those that at least one chosen model has, in their usual order; of all models while none is chosen. */
  readonly precisions = $derived.by(() => {
    const models = this.#chosenModels.length === 0 ? this.models : this.#chosenModels;
    return PRECISIONS.filter((precision) => models.some((model) => model.precisions.includes(precision)));
  });
  readonly #chosenPrecisions = $derived.by(() => this.precisions.filter((p) => this.hasPrecision(p)));
  /** null: those that each model usually runs at. */
  readonly #asked = $derived.by(() =>
    this.precisions.some((precision) => this.hasPrecision(precision) !== this.#isUsual(precision))
      ? this.#chosenPrecisions
      : null,
  );
  /** How many configurations would run. */
  readonly count = $derived.by(() => this.#pairs * this.devices.count);
  readonly #pairs = $derived.by(() =>
    this.#chosenModels.reduce((sum, model) => sum + precisionsOf(model, this.#asked).length, 0),
  );
  readonly plan = $derived.by((): Plan => this.#plan());

  /** `threads`: of every run; null: one per physical core. */
  constructor(suite: SuiteStore, threads: () => number | null = () => null) {
    this.#threads = threads;
    this.#suite = suite;
    this.devices = new DeviceChoice(suite);
  }

  hasModel({ id, inDefaultSuite }: ModelSummary): boolean {
    return inDefaultSuite !== this.#changedModels.has(id);
  }

  hasPrecision(precision: Precision): boolean {
    return this.#said.get(precision) ?? this.#isUsual(precision);
  }

  toggleModel({ id }: ModelSummary): void {
    if (!this.#changedModels.delete(id)) this.#changedModels.add(id);
  }

  togglePrecision(precision: Precision): void {
    this.#said.set(precision, !this.hasPrecision(precision));
  }

  #isUsual(precision: Precision): boolean {
    return this.#chosenModels.some((model) => model.usualPrecisions.includes(precision));
  }

  #plan(): Plan {
    const models = this.#chosenModels;
    if (models.length === 0) return { ok: false, problem: 'Choose at least one model.' };
    if (this.#chosenPrecisions.length === 0) return { ok: false, problem: 'Choose at least one precision.' };
    if (this.#pairs === 0) return { ok: false, problem: 'No chosen model comes in a chosen precision.' };
    if (this.devices.count === 0) return { ok: false, problem: 'Choose at least one device.' };
    const isDefault = this.models.every((model) => this.hasModel(model) === model.inDefaultSuite);
    // Spelt out, not taken from DEFAULT_REQUEST: that module carries the schema library, which compiles
    // code at run time, and the page's policy forbids that.
    const request: RunRequest = {
      models: isDefault ? null : models.map(({ id }) => id),
      precisions: this.#asked,
      providers: this.devices.targets,
      threads: this.#threads(),
      spinning: null,
      arena: null,
      noFallback: this.noFallback,
      memoryLimitBytes: null,
      quick: this.quick,
      rounds: null,
      windowSeconds: null,
      timeLimitSeconds: null,
      seed: null,
      ratePerS: null,
    };
    return { ok: true, request };
  }
}

function precisionsOf(model: ModelSummary, asked: readonly Precision[] | null): readonly Precision[] {
  return (asked ?? model.usualPrecisions).filter((precision) => model.precisions.includes(precision));
}
