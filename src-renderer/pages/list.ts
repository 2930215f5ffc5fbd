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
import ComparePage from './ComparePage.svelte';
import CostPage from './CostPage.svelte';
import HistoryPage from './HistoryPage.svelte';
import MachinePage from './MachinePage.svelte';
import LeaderboardPage from './LeaderboardPage.svelte';
import ModelsPage from './ModelsPage.svelte';
import MethodPage from './MethodPage.svelte';
import RunPage from './RunPage.svelte';
import SettingsPage from './SettingsPage.svelte';

export interface Page {
  readonly id: PageId;
  readonly title: string;
  readonly icon: Component<{ size?: number; 'aria-hidden'?: 'true' }>;
  readonly component: Component<{ app: AppState }>;
}

const PARTS: Record<PageId, Pick<Page, 'icon' | 'component'>> = {
  run: { icon: Play, component: RunPage },
  history: { icon: History, component: HistoryPage },
  compare: { icon: Columns2, component: ComparePage },
  leaderboard: { icon: Trophy, component: LeaderboardPage },
  models: { icon: Box, component: ModelsPage },
  cost: { icon: Coins, component: CostPage },
  machine: { icon: Cpu, component: MachinePage },
  settings: { icon: Settings, component: SettingsPage },
  method: { icon: FlaskConical, component: MethodPage },
};

const withParts = (page: (typeof PAGE_TITLES)[number]): Page => ({ ...page, ...PARTS[page.id] });

export const PAGES: readonly Page[] = PAGE_TITLES.map(withParts);

/** `id`: as the address has it; whatever is no page is the first one. */
export function pageOf(id: string): Page {
  return PAGES.find((page) => page.id === id) ?? withParts(PAGE_TITLES[0]);
}
