/** One look at what a record's submission would write, and the writing of it. */
import { SvelteSet } from 'svelte/reactivity';
import type { WireFault } from '#core/errors.ts';
import type { SubmissionPreview, SubmitResult } from '#ipc/calls/submit.ts';
import type { Backend } from '../backend/backend.ts';

export class SubmissionStore {
  preview = $state.raw<SubmissionPreview | null>(null);
  file = $state<string | null>(null);
  result = $state.raw<SubmitResult | null>(null);
  fault = $state.raw<WireFault | null>(null);
  busy = $state(false);
  readonly #leftOut = new SvelteSet<string>();
  readonly #backend: Backend;
  readonly #recordId: string;

  /** Ids of the lines to write. */
  readonly chosen = $derived.by(() =>
    (this.preview?.entries ?? []).map(({ id }) => id).filter((id) => this.isChosen(id)),
  );

  constructor(backend: Backend, recordId: string) {
    this.#backend = backend;
    this.#recordId = recordId;
  }

  isChosen(id: string): boolean {
    return !this.#leftOut.has(id);
  }

  toggle(id: string): void {
    if (!this.#leftOut.delete(id)) this.#leftOut.add(id);
    this.result = null;
  }

  async load(): Promise<void> {
    await this.#work(async () => {
      const file = await this.#backend.getLeaderboardFile();
      if (file.ok) this.file = file.value;
      else this.fault = file.error;
      const preview = await this.#backend.previewSubmission(this.#recordId);
      if (preview.ok) this.preview = preview.value;
      else this.fault = preview.error;
    });
  }

  async chooseFile(): Promise<void> {
    await this.#work(async () => {
      const reply = await this.#backend.chooseLeaderboardFile();
      if (!reply.ok) this.fault = reply.error;
      else if (reply.value !== null) {
        this.file = reply.value;
        this.result = null;
      }
    });
  }

  async write(): Promise<void> {
    await this.#work(async () => {
      this.result = null;
      const reply = await this.#backend.submit({ recordId: this.#recordId, ids: this.chosen });
      if (reply.ok) this.result = reply.value;
      else this.fault = reply.error;
    });
  }

  /** One thing at a time; the fault of the last one goes when the next begins. */
  async #work(task: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.fault = null;
    await task();
    this.busy = false;
  }
}
