/** What main and the process that reads leaderboards say to each other. */
import type { WireFault } from '#core/errors.ts';
import type { BoardQuery, BoardView, ExportFormat, VerifyReport } from '#ipc/calls/leaderboard.ts';

/** What that process knows; who asks adds the keys and the file's stamp. */
export type Ranked = Omit<BoardView, 'ownKeys' | 'notices' | 'stamp'>;

/** `name`: a path or an address. */
export type BoardJob = { readonly name: string } & (
  | { readonly kind: 'browse'; readonly query: BoardQuery }
  | { readonly kind: 'verify' }
  | { readonly kind: 'line'; readonly submissionId: string }
  | {
      readonly kind: 'export';
      readonly query: BoardQuery;
      readonly format: ExportFormat;
      readonly path: string;
    }
);

export interface BoardAnswers {
  browse: Ranked;
  verify: VerifyReport;
  line: string;
  export: null;
}

/** One job at a time. */
export interface ToBoard {
  readonly job: BoardJob;
  readonly dataDir: string;
  /** Of this process alone: main removes it when the process has ended, however it did. */
  readonly cacheDir: string;
}

export type FromBoard =
  | { readonly kind: 'progress'; readonly lines: number }
  | { readonly kind: 'done'; readonly answer: BoardAnswers[keyof BoardAnswers] }
  | { readonly kind: 'failed'; readonly fault: WireFault };
