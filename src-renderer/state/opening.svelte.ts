/** Files that people bring: each is shown by the page that is for it. */
import type { WireFault } from '#core/errors.ts';
import type { Opened } from '#ipc/calls/open.ts';
import type { Reply } from '#ipc/reply.ts';
import type { Backend } from '../backend/backend.ts';
import type { HistoryStore } from './history.svelte.ts';
import type { LeaderboardStore } from './leaderboard.svelte.ts';
import type { ModelsStore } from './models.svelte.ts';
import type { RunStore } from './run.svelte.ts';

export interface OpeningStores {
  readonly history: HistoryStore;
  readonly leaderboard: LeaderboardStore;
  readonly models: ModelsStore;
  readonly run: RunStore;
}

export class Opening {
  /** Why a file could not be opened; null: all could, or that was read. */
  fault = $state.raw<WireFault | null>(null);
  readonly #backend: Backend;
  readonly #stores: OpeningStores;

  constructor(backend: Backend, stores: OpeningStores) {
    this.#backend = backend;
    this.#stores = stores;
  }

  /** Takes what came before, too. Returns the function that stops listening. */
  listen(): () => void {
    const off = this.#backend.on('opened', (reply) => void this.#takeAll([reply]));
    void this.#takeEarlier();
    return off;
  }

  async choose(): Promise<void> {
    const reply = await this.#backend.openFile();
    if (!reply.ok) await this.#takeAll([reply]);
    else if (reply.value !== null) await this.#takeAll([{ ok: true, value: reply.value }]);
  }

  async drop(files: readonly File[]): Promise<void> {
    await this.#takeAll(await Promise.all(files.map((file) => this.#backend.openDropped(file))));
  }

  async #takeEarlier(): Promise<void> {
    const reply = await this.#backend.takeOpened();
    await this.#takeAll(reply.ok ? reply.value : [reply]);
  }

  /** The last one is what is shown; the first that could not be opened is complained of. */
  async #takeAll(replies: readonly Reply<Opened>[]): Promise<void> {
    if (replies.length === 0) return;
    this.fault = replies.find((reply) => !reply.ok)?.error ?? null;
    const last = replies.findLast((reply) => reply.ok);
    if (last !== undefined) await this.#show(last.value);
  }

  async #show(opened: Opened): Promise<void> {
    const { history, leaderboard, models, run } = this.#stores;
    switch (opened.kind) {
      case 'record':
        location.hash = `#/history/${opened.key}`;
        return history.openAgain(opened.key);
      case 'board':
        location.hash = '#/leaderboard';
        return leaderboard.openElsewhere(opened.source, !run.running);
      case 'model':
        location.hash = '#/models';
        return models.import(opened.model);
    }
  }
}
