/** Files that people bring: dropped on the window, or given to the app from outside. Their paths stay in main. */
import type { BoardSource } from './leaderboard.ts';
import type { ChosenModel } from './models.ts';

/** What a file turned out to be, and by what name the page asks for it. */
export type Opened =
  | { readonly kind: 'board'; readonly source: BoardSource }
  | { readonly kind: 'model'; readonly model: ChosenModel };

/** What the preload asks on its own: the path of a file that was dropped, which the page never sees. */
export const DROP_CHANNEL = 'joulemark:dropped';
