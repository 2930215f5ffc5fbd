/** Taking a person's own models in, and letting them go. */
import type { WireFault } from '#core/errors.ts';
import type { ImportReport } from '#core/imported.ts';
import type { ChosenModel, ModelCalls } from '#ipc/calls/models.ts';
import type { Backend } from '../backend/backend.ts';
import { ImportForm } from './import-form.svelte.ts';
import type { SuiteStore } from './suite.svelte.ts';

/** `listing`: imported, and not yet among those that can be chosen. */
type Work = 'reading' | 'importing' | 'listing' | 'removing';

/** For what a benchmark waits, in words; null: it need not. */
const WORK_WORDS: Readonly<Record<Work, string | null>> = {
  reading: 'A model is being looked at',
  importing: 'A model is being imported',
  listing: null,
  removing: 'A model is being removed',
};

export class ModelsStore {
  /** What is under way; null: nothing. */
  busy = $state<Work | null>(null);
  readonly work = $derived(this.busy === null ? null : WORK_WORDS[this.busy]);
  /** Of the model that may be imported; null: none was chosen. */
  form = $state.raw<ImportForm | null>(null);
  /** What the import does now, in words; null: it has not said. */
  step = $state<string | null>(null);
  /** Of the last import; null: none, or it failed. */
  report = $state.raw<ImportReport | null>(null);
  /** Id of the model that was removed last; null: none. */
  removed = $state<string | null>(null);
  fault = $state.raw<WireFault | null>(null);
  readonly #backend: Backend;
  readonly #suite: SuiteStore;

  constructor(backend: Backend, suite: SuiteStore) {
    this.#backend = backend;
    this.#suite = suite;
  }

  /** Returns the function that ends it. */
  listen(): () => void {
    return this.#backend.on('importStep', ({ text }) => {
      this.step = text;
    });
  }

  async choose(): Promise<void> {
    this.fault = null;
    const reply = await this.#backend.chooseModel();
    if (!reply.ok) this.fault = reply.error;
    else if (reply.value !== null) await this.open(reply.value);
  }

  /** Shows the form for a model, with what its file says. */
  async open(model: ChosenModel): Promise<void> {
    if (this.busy !== null && this.busy !== 'reading') {
      const message = `${model.name} was not taken: another model is being worked on.`;
      this.fault = { code: 'run-in-progress', message, remedy: 'Choose it again when that has ended.' };
      return;
    }
    this.#forget();
    const form = new ImportForm(model);
    this.form = form;
    // Another file may still be read.
    if (this.busy === 'reading') await this.#backend.cancelImport();
    if (this.form === form) await this.read();
  }

  /** Reads the file of the form, once more if it must be. */
  async read(): Promise<void> {
    const { form } = this;
    if (form === null) return;
    this.busy = 'reading';
    form.fault = null;
    const reply = await this.#backend.inspectModel(form.model.id);
    // It was closed meanwhile, or is that of another file.
    if (this.form !== form) return;
    this.busy = null;
    if (reply.ok) form.inspected = reply.value;
    else form.fault = reply.error;
  }

  async chooseInputs(kind: Parameters<ModelCalls['chooseInputs']>[0]): Promise<void> {
    const { form } = this;
    const reply = await this.#backend.chooseInputs(kind);
    if (form === null) return;
    form.fault = reply.ok ? null : reply.error;
    if (reply.ok && reply.value !== null) form.inputs = reply.value;
  }

  /** Imports the model of the form, which closes when that worked. */
  async import(): Promise<void> {
    const { form } = this;
    if (form === null || this.busy !== null) return;
    this.#forget();
    this.busy = 'importing';
    form.fault = null;
    form.stopped = false;
    const reply = await this.#backend.importModel(form.model.id, form.wishes);
    this.step = null;
    if (reply.ok) {
      this.busy = 'listing';
      this.form = null;
      await this.#suite.load();
      // Said when it can be chosen, and not before.
      this.report = reply.value;
    } else if (reply.error.code === 'interrupted') form.stopped = true;
    else form.fault = reply.error;
    this.busy = null;
  }

  /** Stops the import, and leaves the form as it is; without one, closes the form. */
  async cancel(): Promise<void> {
    if (this.busy !== 'importing') this.form = null;
    if (this.busy === 'reading') this.busy = null;
    await this.#backend.cancelImport();
  }

  async remove(id: string): Promise<void> {
    if (this.busy !== null) return;
    this.#forget();
    this.busy = 'removing';
    const reply = await this.#backend.removeModel(id);
    if (reply.ok) await this.#suite.load();
    this.busy = null;
    if (reply.ok) this.removed = id;
    else this.fault = reply.error;
  }

  /** What was said of the last one. */
  #forget(): void {
    this.fault = null;
    this.report = null;
    this.removed = null;
  }
}
