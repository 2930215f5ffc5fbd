/** A model is looked at and taken in by a process of its own: it is run once, and may take the process with it. */
import { Fault } from '#core/errors.ts';
import type { ImportWishes } from '#core/import-wishes.ts';
import type { ImportReport, InspectedModel } from '#core/imported.ts';
import type { Places } from '#runner/places.ts';
import type { StartBench } from './bench.ts';
import type { ModelJobs } from './model-jobs.ts';
import { oneJob } from './one-job.ts';

export interface ImportingParts {
  readonly startBench: StartBench;
  readonly places: Places;
  readonly jobs: ModelJobs;
  /** Told what is being done now. */
  readonly onStep: (text: string) => void;
}

export class ModelImport {
  readonly #parts: ImportingParts;
  #current: { readonly stopping: AbortController; readonly ended: Promise<unknown> } | null = null;

  constructor(parts: ImportingParts) {
    this.#parts = parts;
  }

  /** What the file says; nothing is run. Rejects with a `Fault`. */
  inspect(file: string): Promise<InspectedModel> {
    return this.#during('A model is being looked at', async (signal) => {
      const death = deathOf('reads the model');
      const { startBench } = this.#parts;
      const { model } = await oneJob(startBench, { kind: 'inspect', file }, 'inspected', death, { signal });
      return model;
    });
  }

  /** Rejects with the `Fault` of the import; then nothing is kept. */
  import(file: string, wishes: ImportWishes): Promise<ImportReport> {
    return this.#during('A model is being imported', async (signal) => {
      const { startBench, places, onStep } = this.#parts;
      const job = { kind: 'import', places, file, wishes } as const;
      const follow = { onStep, signal };
      const { report } = await oneJob(startBench, job, 'imported', deathOf('tries the model'), follow);
      return report;
    });
  }

  /** Ends what is under way, which rejects with `interrupted`; resolves when nothing is. */
  async cancel(): Promise<void> {
    const stopped = new Fault('interrupted', 'The import was stopped.', { remedy: 'Nothing was kept.' });
    this.#current?.stopping.abort(stopped);
    await this.#current?.ended;
  }

  #during<T>(what: string, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#parts.jobs.during(what, async () => {
      const stopping = new AbortController();
      const work = job(stopping.signal);
      this.#current = { stopping, ended: work.catch(() => undefined) };
      try {
        return await work;
      } finally {
        this.#current = null;
      }
    });
  }
}

const deathOf =
  (does: string) =>
  (reason: string): Fault =>
    new Fault('worker-died', `The process that ${does} ended (${reason}).`, {
      remedy: 'Nothing was kept. Watch the free memory, and try a smaller model.',
    });
