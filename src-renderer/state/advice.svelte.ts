/** What speaks against measuring now: asked for when a run is about to start. */
import type { AdviceReport } from '#core/advice.ts';
import type { Backend } from '../backend/backend.ts';

export class AdviceStore {
  /** The last answer, while there is something in it to think about; null: nothing speaks against it, or nobody asked. */
  report = $state.raw<AdviceReport | null>(null);
  checking = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** True: nothing speaks against it. A machine that cannot be asked keeps nobody from measuring. */
  async check(): Promise<boolean> {
    this.checking = true;
    const reply = await this.#backend.getAdvice();
    this.checking = false;
    this.report = reply.ok && reply.value.advice.length > 0 ? reply.value : null;
    return this.report === null;
  }

  clear(): void {
    this.report = null;
  }
}
