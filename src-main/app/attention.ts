/** What a run shows outside of its page: the taskbar's bar while it lasts, a notification at its end. */
import { Notification, type BrowserWindow } from 'electron';
import type { Events } from '#ipc/contract.ts';
import { endNotice } from './end-notice.ts';
import type { RunEnd } from './runs.ts';

/** Takes the bar away. */
const NO_BAR = -1;

export class Attention {
  readonly #window: BrowserWindow;
  /** A notification that nothing refers to loses its click. */
  #shown: Notification | null = null;

  constructor(window: BrowserWindow) {
    this.#window = window;
    window.on('focus', () => this.#calm());
  }

  /** Comes at the pace of the page's own updates: between windows, and at most once a second. */
  follow({ event }: Events['run']): void {
    if (event.kind !== 'progress' || this.#window.isDestroyed()) return;
    const mode = event.progress.phase === 'paused' ? 'paused' : 'normal';
    this.#window.setProgressBar(event.progress.doneRatio, { mode });
  }

  /** Says nothing to somebody who looks at the window. */
  end(end: RunEnd): void {
    const window = this.#window;
    if (window.isDestroyed()) return;
    window.setProgressBar(NO_BAR);
    if (window.isFocused()) return;
    window.flashFrame(true);
    if (!Notification.isSupported()) return;
    this.#shown = new Notification(endNotice(end));
    this.#shown.on('click', () => {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    });
    this.#shown.show();
  }

  #calm(): void {
    this.#window.flashFrame(false);
    this.#shown?.close();
    this.#shown = null;
  }
}
