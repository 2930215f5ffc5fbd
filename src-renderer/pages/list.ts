/** The pages of the window. The first is shown where none is asked for. */
import type { Component } from 'svelte';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Coins from '@lucide/svelte/icons/coins';
import Columns2 from '@lucide/svelte/icons/columns-2';
import Cpu from '@lucide/svelte/icons/cpu';
import Box from '@lucide/svelte/icons/box';
import History from '@lucide/svelte/icons/history';
import Trophy from '@lucide/svelte/icons/trophy';
import Play from '@lucide/svelte/icons/play';
import Settings from '@lucide/svelte/icons/settings';
import { PAGE_TITLES, type PageId } from '#core/page-titles.ts';
import type { AppState } from '../state/app.svelte.ts';
import MachinePage from './MachinePage.svelte';

export interface Page {
  readonly id: PageId;
  readonly title: string;
  readonly icon: Component<{ size?: number; 'aria-hidden'?: 'true' }>;
  /** Its code, which is read when it is asked for: the first page need not wait for that of the others. */
  readonly load: () => Promise<{ readonly default: Component<{ app: AppState }> }>;
}

const PARTS: Record<PageId, Pick<Page, 'icon' | 'load'>> = {
  run: { icon: Play, load: () => import('./RunPage.svelte') },
  history: { icon: History, load: () => import('./HistoryPage.svelte') },
  compare: { icon: Columns2, load: () => import('./ComparePage.svelte') },
  leaderboard: { icon: Trophy, load: () => import('./LeaderboardPage.svelte') },
  models: { icon: Box, load: () => import('./ModelsPage.svelte') },
  cost: { icon: Coins, load: () => import('./CostPage.svelte') },
  // The first one of a first start, and small.
  machine: { icon: Cpu, load: () => Promise.resolve({ default: MachinePage }) },
  settings: { icon: Settings, load: () => import('./SettingsPage.svelte') },
  method: { icon: FlaskConical, load: () => import('./MethodPage.svelte') },
};

const withParts = (page: (typeof PAGE_TITLES)[number]): Page => ({ ...page, ...PARTS[page.id] });

export const PAGES: readonly Page[] = PAGE_TITLES.map(withParts);

/** `id`: as the address has it; whatever is no page is the first one. */
export function pageOf(id: string): Page {
  return PAGES.find((page) => page.id === id) ?? withParts(PAGE_TITLES[0]);
}

/** Reads what was not yet: going there is then at once, and needs no file of a program that was updated meanwhile. */
export function loadAllPages(): void {
  // What fails is tried again, and told, when the page is opened.
  for (const { load } of PAGES) void load().catch(() => undefined);
}
