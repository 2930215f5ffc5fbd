/** Files that people bring: dropped on the window, or given to the app from outside. Their paths stay in main. */
import type { Reply } from '../reply.ts';
import type { BoardSource } from './leaderboard.ts';
import type { ChosenModel } from './models.ts';

/** What a file turned out to be, and by what name the page asks for it. */
export type Opened =
  | { readonly kind: 'record'; readonly key: string }
  | { readonly kind: 'board'; readonly source: BoardSource }
  | { readonly kind: 'model'; readonly model: ChosenModel };

export interface OpenCalls {
  /** What came before the page listened to `opened`, the oldest first; asked once it does. */
  takeOpened(): readonly Reply<Opened>[];
  /** Opens the system's dialog for a file of any kind. null: none was chosen. */
  openFile(): Opened | null;
}
export const OPEN_CALLS: { readonly [K in keyof OpenCalls]: true } = { takeOpened: true, openFile: true };

export interface OpenEvents {
  opened: Reply<Opened>;
}
export const OPEN_EVENTS: { readonly [K in keyof OpenEvents]: true } = { opened: true };

/** What the preload asks on its own: the path of a file that was dropped, which the page never sees. */
export const DROP_CHANNEL = 'joulemark:dropped';
