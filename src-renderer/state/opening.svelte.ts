/** Files that people bring: each is shown by the page that is for it. */
import type { WireFault } from '#core/errors.ts';
import type { Opened } from '#ipc/calls/open.ts';
import type { Reply } from '#ipc/contract.ts';
import type { Backend } from '../backend/backend.ts';
import type { LeaderboardStore } from './leaderboard.svelte.ts';
import type { ModelsStore } from './models.svelte.ts';
import type { RunStore } from './run.svelte.ts';

export interface OpeningStores {
  readonly leaderboard: LeaderboardStore;
  readonly models: ModelsStore;
  readonly run: RunStore;
}

export class Opening {
  /** Why the last file could not be opened; null: it could, or that was read. */
  fault = $state.raw<WireFault | null>(null);
  readonly #backend: Backend;
  readonly #stores: OpeningStores;

  constructor(backend: Backend, stores: OpeningStores) {
    this.#backend = backend;
    this.#stores = stores;
  }

  async drop(file: File): Promise<void> {
    await this.take(await this.#backend.openDropped(file));
  }

  async take(reply: Reply<Opened>): Promise<void> {
    this.fault = reply.ok ? null : reply.error;
    if (!reply.ok) return;
    const opened = reply.value;
    if (opened.kind === 'board') {
      location.hash = '#/leaderboard';
      await this.#stores.leaderboard.openElsewhere(opened.source, !this.#stores.run.running);
    } else {
      location.hash = '#/models';
      await this.#stores.models.open(opened.model);
    }
  }
}
