/** The pages of the window, in the order in which they are offered. The first is shown where none is asked for. */
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
  /** As in the address. */
  readonly id: string;
  readonly title: string;
  readonly icon: Component<{ size?: number; 'aria-hidden'?: 'true' }>;
  readonly component: Component<{ app: AppState }>;
}

const RUN: Page = { id: 'run', title: 'Run', icon: Play, component: RunPage };

export const PAGES: readonly Page[] = [
  RUN,
  { id: 'history', title: 'History', icon: History, component: HistoryPage },
  { id: 'compare', title: 'Compare', icon: Columns2, component: ComparePage },
  { id: 'leaderboard', title: 'Leaderboard', icon: Trophy, component: LeaderboardPage },
  { id: 'models', title: 'Models', icon: Box, component: ModelsPage },
  { id: 'cost', title: 'Cost', icon: Coins, component: CostPage },
  { id: 'machine', title: 'Machine', icon: Cpu, component: MachinePage },
  { id: 'settings', title: 'Settings', icon: Settings, component: SettingsPage },
  { id: 'method', title: 'Method', icon: FlaskConical, component: MethodPage },
];

/** `id`: as the address has it; whatever is no page is the first one. */
export function pageOf(id: string): Page {
  return PAGES.find((page) => page.id === id) ?? RUN;
}
