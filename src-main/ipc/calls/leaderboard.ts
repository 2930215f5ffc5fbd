/** Shared leaderboards: where they lie, what they rank, and what a verifier says of them. */
import type { Board } from '#core/leaderboard/rank.ts';
import type { BestOf } from '#core/leaderboard/choose.ts';
import type { BoardFilter } from '#core/leaderboard/filter.ts';
import type { LineState } from '#core/leaderboard/verify/check.ts';

/** A file, folder or address that a person chose. Its path stays in main. */
export interface BoardSource {
  readonly id: string;
  readonly kind: 'file' | 'folder' | 'address';
  /** A file's or folder's own name, or the address without a password. */
  readonly name: string;
  /** Name of the folder that it lies in; null: it has none. */
  readonly folder: string | null;
  /** Submissions are written to it. */
  readonly isTarget: boolean;
  /** Submissions could be written to it. */
  readonly canBeTarget: boolean;
}

/** What is asked of a leaderboard. */
export interface BoardQuery {
  readonly filter: BoardFilter;
  /** Of what is ranked only the best of each; null: all. */
  readonly best: BestOf | null;
  /** Every run of a device and configuration, not only the newest. */
  readonly everyRun: boolean;
  /** Key of the board whose entries are wanted; null: the one with most. */
  readonly key: string | null;
  /** Entries of that board, at most. */
  readonly top: number;
}

/** A board without its entries. */
export type BoardHead = Omit<Board, 'entries'>;

export interface OwnKeys {
  /** Public keys (hex) by which this installation signs. */
  readonly all: readonly string[];
  /** The one that the app can sign with now; null: it has made none so far. */
  readonly app: string | null;
}

export interface LineProblem {
  readonly file: string;
  readonly lineNumber: number;
  readonly reason: string;
}

export interface BoardView {
  /** Those with most entries. */
  readonly heads: readonly BoardHead[];
  /** All that there are, listed or not. */
  readonly boardCount: number;
  /** null: nothing is ranked. */
  readonly board: Board | null;
  /** Of that board: lines that would be shown, by why they are not. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** So many lines were false that the search ended before the board was full. */
  readonly isCut: boolean;
  /** Lines that no version of this program's schemas describes, and the first of them. */
  readonly unreadable: number;
  readonly problems: readonly LineProblem[];
  readonly ownKeys: OwnKeys;
  /** What was amiss with this installation's keys, in sentences. */
  readonly notices: readonly string[];
  /** Changes when the file does; null: it cannot be told. */
  readonly stamp: string | null;
}

export type DropReason = 'altered' | 'implausible' | 'unreadable' | 'revoked' | 'repeated' | 'unwanted';

/** A line that is not verified. */
export interface DoubtfulLine {
  readonly file: string;
  readonly lineNumber: number;
  readonly state: Exclude<LineState, 'verified'>;
  readonly id: string | null;
  readonly reasons: readonly string[];
  /** What the signer's key is called here, or its first digits; null: no signature holds. */
  readonly signer: string | null;
}

export interface TakenBack {
  readonly file: string;
  readonly lineNumber: number;
  readonly id: string;
  readonly revokedAt: string;
  readonly reason: string;
}

export interface VerifyReport {
  readonly files: number;
  readonly lines: number;
  readonly states: Readonly<Record<LineState, number>>;
  /** Lines that say what another line says: they count once. */
  readonly repeated: number;
  readonly doubtful: readonly DoubtfulLine[];
  readonly revoked: readonly TakenBack[];
  /** Revocations that take nothing back: by whom did not sign the submission, or of one that is not here. */
  readonly idleRevocations: readonly Pick<TakenBack, 'file' | 'lineNumber' | 'id'>[];
  /** So many of each state or list are given, at most; the counts are of all. */
  readonly listedAtMost: number;
}

export interface RevokeRequest {
  readonly sourceId: string;
  readonly submissionId: string;
  /** For all who read the file; may be empty. */
  readonly reason: string;
}

export type ExportFormat = 'csv' | 'md' | 'html';

export interface LeaderboardCalls {
  /** Those used last, and the one that submissions go to. */
  listBoards(): readonly BoardSource[];
  /** Opens the system's dialog. null: closed without a choice. */
  chooseBoard(kind: 'file' | 'folder'): BoardSource | null;
  openBoardAddress(address: string): BoardSource;
  forgetBoard(sourceId: string): readonly BoardSource[];
  /** Submissions go there from now on. Returns all as `listBoards` does. */
  makeBoardTarget(sourceId: string): readonly BoardSource[];
  /** A later question ends an earlier one, which then fails as interrupted. */
  browseBoard(sourceId: string, query: BoardQuery): BoardView;
  verifyBoard(sourceId: string): VerifyReport;
  /** Puts the line, as it stands in the file, on the clipboard. */
  copyBoardLine(sourceId: string, submissionId: string): null;
  /** As in the view. */
  stampBoard(sourceId: string): string | null;
  /** Opens the system's dialog; returns the name of the file that was written. null: closed without a choice. */
  exportBoard(sourceId: string, query: BoardQuery, format: ExportFormat): string | null;
  /** Ends what is asked, and the process that answers. */
  leaveBoard(): null;
  /** Appends the line that takes the submission back, and returns it. */
  revokeLine(request: RevokeRequest): string;
}
export const LEADERBOARD_CALLS: { readonly [K in keyof LeaderboardCalls]: true } = {
  listBoards: true,
  chooseBoard: true,
  openBoardAddress: true,
  forgetBoard: true,
  makeBoardTarget: true,
  browseBoard: true,
  verifyBoard: true,
  copyBoardLine: true,
  stampBoard: true,
  exportBoard: true,
  leaveBoard: true,
  revokeLine: true,
};

export interface LeaderboardEvents {
  /** Lines that have been verified so far. */
  boardProgress: { readonly sourceId: string; readonly lines: number };
}
export const LEADERBOARD_EVENTS: { readonly [K in keyof LeaderboardEvents]: true } = { boardProgress: true };
