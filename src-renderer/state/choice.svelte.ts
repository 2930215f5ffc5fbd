/** What a person has chosen to run. The default suite at its usual precisions until something is changed. */
import { SvelteMap } from 'svelte/reactivity';
import { PRECISIONS, type Precision } from '#core/configuration.ts';
import { leftOutNotices } from '#core/left-out.ts';
import { constantsOf } from '#core/protocol/chosen-constants.ts';
import type { Length } from '#core/protocol/constants.ts';
import { expectedDuration } from '#core/protocol/expected-duration.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { ModelSummary } from '#core/suite.ts';
import { DeviceChoice } from './device-choice.svelte.ts';
import { matrixOf } from './matrix.ts';
import { ModelChoice } from './model-choice.svelte.ts';
import { NumberChoice } from './number-choice.svelte.ts';
import { ScenarioChoice } from './scenario-choice.svelte.ts';
import type { SuiteStore } from './suite.svelte.ts';

export type Plan =
  | { readonly ok: true; readonly request: RunRequest }
  /** `field`: it can be put right under "More options". */
  | { readonly ok: false; readonly problem: string; readonly field: boolean };

export class ChoiceStore {
  length = $state<Length>('quick');
  /** A node that the chosen device leaves to another one fails its configuration. */
  noFallback = $state(false);
  readonly devices: DeviceChoice;
  readonly scenario = new ScenarioChoice();
  /** Of this run alone; empty: as the settings have it. */
  readonly threads = new NumberChoice({ least: 1, most: 1024, whole: true });
  readonly #modelChoice = new ModelChoice();
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
  readonly asked = $derived.by(() =>
    this.precisions.some((precision) => this.hasPrecision(precision) !== this.#isUsual(precision))
      ? this.#chosenPrecisions
      : null,
  );
  readonly #matrix = $derived.by(() =>
    matrixOf(this.#chosenModels, this.asked, this.devices.chosen, this.#suite.suite?.machine ?? null),
  );
  /** How many configurations would run. */
  readonly count = $derived.by(() => this.#matrix.count);
  /** Pairs that are asked for and cannot work. */
  readonly leftOut = $derived.by(() => this.#matrix.leftOut);
  readonly plan = $derived.by((): Plan => this.#plan());
  /** null: nothing could run. */
  readonly expected = $derived.by(() => {
    if (!this.plan.ok) return null;
    const { request } = this.plan;
    return expectedDuration(this.count, constantsOf(request), request.ratePerS);
  });

  /** `threads`: of every run; null: one per physical core. */
  constructor(suite: SuiteStore, threads: () => number | null = () => null) {
    this.#threads = threads;
    this.#suite = suite;
    this.devices = new DeviceChoice(suite);
  }

  hasModel(model: Pick<ModelSummary, 'id' | 'inDefaultSuite'>): boolean {
    return this.#modelChoice.has(model);
  }

  hasPrecision(precision: Precision): boolean {
    return this.#said.get(precision) ?? this.#isUsual(precision);
  }

  toggleModel(model: Pick<ModelSummary, 'id'>): void {
    this.#modelChoice.toggle(model);
  }

  togglePrecision(precision: Precision): void {
    this.#said.set(precision, !this.hasPrecision(precision));
  }

  /** Chooses what a request asks for. Returns what of it is not here, in words: the rest is chosen all the same. */
  load(request: RunRequest): string[] {
    this.length = request.length;
    this.noFallback = request.noFallback;
    this.scenario.load(request.ratePerS);
    this.threads.set(request.threads);
    this.#modelChoice.reset();
    this.#said.clear();
    const { models, precisions } = request;
    for (const model of this.models) {
      if (models !== null && models.includes(model.id) !== model.inDefaultSuite) this.toggleModel(model);
    }
    if (precisions !== null) for (const each of PRECISIONS) this.#said.set(each, precisions.includes(each));
    return [
      ...missing('model', models, (id) => this.models.some((model) => model.id === id)),
      ...missing('precision', precisions, (each) => this.precisions.some((one) => one === each)),
      ...missing('device', request.providers, this.devices.load(request.providers)),
    ];
  }

  /** Of every run, as the settings have it; null: one per physical core. */
  get usualThreads(): number | null {
    return this.#threads();
  }

  /** As it would be saved: what the settings say is not part of it. null: nothing could run. */
  get saveable(): RunRequest | null {
    return this.plan.ok ? { ...this.plan.request, threads: this.threads.value } : null;
  }

  #isUsual(precision: Precision): boolean {
    return this.#chosenModels.some((model) => model.usualPrecisions.includes(precision));
  }

  #plan(): Plan {
    const problem = this.#problem();
    if (problem !== null) return { ok: false, ...problem };
    // Spelt out, not taken from DEFAULT_REQUEST: that module carries the schema library, which compiles
    // code at run time, and the page's policy forbids that.
    const request: RunRequest = {
      models: this.#modelChoice.namesAmong(this.models),
      precisions: this.asked,
      providers: this.devices.targets,
      threads: this.threads.value ?? this.#threads(),
      spinning: null,
      arena: null,
      noFallback: this.noFallback,
      memoryLimitBytes: null,
      length: this.length,
      rounds: null,
      windowSeconds: null,
      timeLimitSeconds: null,
      seed: null,
      ratePerS: this.scenario.ratePerS,
    };
    return { ok: true, request };
  }

  #problem(): { problem: string; field: boolean } | null {
    const wrong = (problem: string, field = false) => ({ problem, field });
    if (this.#chosenModels.length === 0) return wrong('Choose at least one model.');
    if (this.#chosenPrecisions.length === 0) return wrong('Choose at least one precision.', true);
    if (this.devices.count === 0) return wrong('Choose at least one device.');
    if (this.#matrix.pairs === 0) return wrong('No chosen model comes in a chosen precision.', true);
    if (this.count === 0) {
      return wrong(`Nothing of what is chosen goes together. ${leftOutNotices(this.leftOut).join(' ')}`);
    }
    if (this.scenario.problem !== null) return wrong(`Fixed rate: ${this.scenario.problem}`, true);
    if (this.threads.problem !== null) return wrong(`Threads: ${this.threads.problem}`, true);
    return null;
  }
}

function missing(what: string, names: readonly string[] | null, isHere: (name: string) => boolean): string[] {
  const gone = (names ?? []).filter((name) => !isHere(name));
  if (gone.length === 0) return [];
  return [`the ${what}${gone.length === 1 ? '' : 's'} ${gone.join(', ')}`];
}
