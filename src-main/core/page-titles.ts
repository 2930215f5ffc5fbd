/** The pages of the window, in the order in which they are offered: its tabs and the menu have them from here. */

/** `id`: as in the address. */
export const PAGE_TITLES = [
  { id: 'run', title: 'Run' },
  { id: 'history', title: 'History' },
  { id: 'compare', title: 'Compare' },
  { id: 'leaderboard', title: 'Leaderboard' },
  { id: 'models', title: 'Models' },
  { id: 'cost', title: 'Cost' },
  { id: 'machine', title: 'Machine' },
  { id: 'settings', title: 'Settings' },
  { id: 'method', title: 'Method' },
] as const;
export type PageId = (typeof PAGE_TITLES)[number]['id'];
