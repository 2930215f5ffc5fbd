/** Everything that outlives a page: made once, when the window opens. */
import type { PlugReading } from '#ipc/calls/plug.ts';
import type { UpdateAnswer } from '#ipc/calls/updates.ts';
import type { Backend } from '../backend/backend.ts';
import { AddressTrial } from './address-trial.svelte.ts';
import { AdviceStore } from './advice.svelte.ts';
import { ChoiceStore } from './choice.svelte.ts';
import { ComparisonStore } from './comparison.svelte.ts';
import { CostForm } from './cost-form.svelte.ts';
import { HistoryStore } from './history.svelte.ts';
import { Opening } from './opening.svelte.ts';
import { LeaderboardStore } from './leaderboard.svelte.ts';
import { ModelsStore } from './models.svelte.ts';
import { PreferencesStore } from './preferences.svelte.ts';
import { PresetStore } from './presets.svelte.ts';
import { RankingView } from './ranking-view.svelte.ts';
import { Router } from './router.svelte.ts';
import { RunStore } from './run.svelte.ts';
import { StorageStore } from './storage.svelte.ts';
import { SubmissionStore } from './submission.svelte.ts';
import { SuiteStore } from './suite.svelte.ts';
import { VariantsStore } from './variants.svelte.ts';

export class AppState {
  readonly router = new Router();
  readonly ranking = new RankingView();
  readonly cost = new CostForm();
  readonly suite: SuiteStore;
  readonly choice: ChoiceStore;
  readonly run: RunStore;
  readonly history: HistoryStore;
  readonly comparison: ComparisonStore;
  readonly models: ModelsStore;
  readonly variants: VariantsStore;
  readonly leaderboard: LeaderboardStore;
  readonly opening: Opening;
  readonly preferences: PreferencesStore;
  readonly storage: StorageStore;
  readonly plugTrial: AddressTrial<PlugReading>;
  readonly updateTrial: AddressTrial<UpdateAnswer>;
  readonly presets: PresetStore;
  readonly advice: AdviceStore;
  /** As in the address; before any is named, the first page of a first start is another. null: not known yet. */
  readonly page = $derived.by(() => {
    if (this.router.page !== '') return this.router.page;
    const { current, fault } = this.preferences;
    if (current === null && fault === null) return null;
    return current?.welcomed === false ? 'machine' : 'run';
  });
  /** Work on models that is under way, for which a benchmark waits, in words; null: none is. */
  readonly modelWork = $derived.by((): string | null => {
    return this.models.work ?? (this.variants.working ? 'Variants are being made' : null);
  });
  /** The dialog that is open; null: none. */
  submission = $state.raw<SubmissionStore | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.suite = new SuiteStore(backend);
    this.choice = new ChoiceStore(this.suite, () => this.preferences.current?.threads ?? null);
    this.run = new RunStore(backend);
    this.history = new HistoryStore(backend);
    this.comparison = new ComparisonStore(backend);
    this.models = new ModelsStore(backend, this.suite);
    this.variants = new VariantsStore(backend, this.suite);
    this.leaderboard = new LeaderboardStore(backend);
    this.opening = new Opening(backend, this);
    this.preferences = new PreferencesStore(backend);
    this.storage = new StorageStore(backend);
    this.plugTrial = new AddressTrial((address) => backend.tryPlug(address));
    this.updateTrial = new AddressTrial((address) => backend.checkUpdate(address));
    this.presets = new PresetStore(this.preferences, this.choice);
    this.advice = new AdviceStore(backend);
  }

  /**
   * `openFirst` is called when it is known which page comes first. Nothing else is asked for until that one is open: to
   * answer it takes the main process, which reads the page's code as well, a moment. Returns the function that ends
   * what this started.
   */
  start(openFirst: () => Promise<void>): () => void {
    const ends = [this.router.listen()];
    let ended = false;
    const connect = (): void => {
      if (!ended) ends.push(...this.#connect());
    };
    // A page that could not be opened says so itself; another one may still be.
    void this.preferences.load().then(openFirst).then(connect, connect);
    return () => {
      ended = true;
      ends.forEach((end) => end());
    };
  }

  #connect(): (() => void)[] {
    void this.suite.load();
    return [
      this.run.listen(),
      this.opening.listen(),
      this.models.listen(),
      this.variants.listen(),
      this.#backend.on('navigate', ({ page }) => {
        location.hash = `#/${page}`;
      }),
    ];
  }

  openSubmission(recordId: string): void {
    this.submission = new SubmissionStore(this.#backend, recordId);
    void this.submission.load();
  }

  closeSubmission(): void {
    this.submission = null;
  }
}
