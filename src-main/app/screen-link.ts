/** The window as the measuring process sees it: main shows and hides it, and says when it is done. */
import type { Screen } from '#core/ports.ts';
import type { FromBench } from './bench-messages.ts';

export class ScreenLink implements Screen {
  readonly #send: (message: FromBench) => void;
  #done: (() => void) | null = null;

  constructor(send: (message: FromBench) => void) {
    this.#send = send;
  }

  setVisible(visible: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#send({ kind: 'show-screen', visible });
    });
  }

  /** Main has shown or hidden it, or there is no window any more. */
  receive(): void {
    this.#done?.();
    this.#done = null;
  }
}
