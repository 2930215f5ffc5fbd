/** Goes down the boards until as many entries as are asked for have been found good. */
import { groupBy } from '#core/group-by.ts';
import { parseBoardLine } from '#core/leaderboard/line.ts';
import { rankBoards, type Board, type CheckedLine } from '#core/leaderboard/rank.ts';
import type { Revocation } from '#core/leaderboard/revocation.ts';
import {
  candidatesOf,
  largestBoards,
  nearRows,
  relatedPlaces,
  type Asked,
  type Candidate,
} from './candidates.ts';
import type { Database } from './database.ts';
import { isSameRow, judgeId, md5, type DropReason, type Judging } from './judge.ts';
import { readLinesAt, type FoundLine, type LineSources } from './read-lines.ts';

export interface SearchRequest extends Judging {
  /** The boards with most lines, so many; null: all. */
  readonly boards: number | null;
  /** Key of the one board that is wanted, whatever `boards` says; null: not one alone. Default: null. */
  readonly only?: string | null;
}

export interface Found {
  readonly boards: readonly Board[];
  /** Of the boards that there are, shown or not. */
  readonly boardCount: number;
  /** Lines that would have been shown, by why they are not. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** True: so many lines had to be left out that the search ended before the boards were full. */
  readonly isCut: boolean;
}

/** A file of nothing but false lines must not take for ever. */
const MAX_ROUNDS = 24;
const MAX_DROPPED = 50_000;

export class Search {
  readonly #database: Database;
  readonly #sources: LineSources;
  readonly #request: SearchRequest;
  readonly #good = new Map<number, CheckedLine>();
  readonly #dropped = new Map<number, DropReason>();
  /** By board: its rows that are shown. */
  readonly #boards = new Map<string, readonly Candidate[]>();
  /** By board: how many of its rows could not be shown. */
  readonly #lost = new Map<string, number>();
  #boardCount = 0;
  #isCut = false;

  constructor(database: Database, sources: LineSources, request: SearchRequest) {
    this.#database = database;
    this.#sources = sources;
    this.#request = request;
  }

  /** Until all that comes first on each board has been found good. */
  async run(): Promise<void> {
    const { options, boards, only = null } = this.#request;
    const top = options.top ?? null;
    // Boards are chosen once: those that are full stay as they are.
    const largest =
      only === null ? await largestBoards(this.#database, boards) : { boards: [md5(only)], count: 1 };
    this.#boardCount = largest.count;
    const isAll = only === null && largest.boards.length === largest.count;
    await nearRows(this.#database, isAll ? null : largest.boards, this.#sources.parquet.length > 0);
    const depths = new Map(largest.boards.map((board) => [board, top]));
    let asked: Asked = { options, depth: isAll ? top : depths };
    for (let round = 1; ; round += 1) {
      const found = await candidatesOf(this.#database, asked);
      if (asked.depth instanceof Map) for (const board of asked.depth.keys()) this.#boards.delete(board);
      const byBoard = groupBy(found, ({ board }) => board);
      for (const [board, rows] of byBoard) this.#boards.set(board, rows.slice(0, top ?? undefined));
      const droppedNow = await this.#judge(found);
      const open = [...byBoard].flatMap(([board, rows]): [string, number | null][] => {
        const lost = rows.filter(({ place }) => droppedNow.has(place)).length;
        if (lost === 0) return [];
        const before = (this.#lost.get(board) ?? 0) + lost;
        this.#lost.set(board, before);
        // Where many are false, more are likely to be: so the rounds stay few.
        return [[board, top === null ? null : top + 2 * before]];
      });
      if (open.length === 0) return;
      if (round >= MAX_ROUNDS || this.#dropped.size > MAX_DROPPED) {
        this.#isCut = true;
        return;
      }
      await this.#drop(droppedNow);
      asked = { options, depth: new Map(open) };
    }
  }

  result(): Found {
    const shown = [...this.#boards.values()].flat();
    const lines = shown.flatMap(({ place }) => this.#good.get(place) ?? []);
    const counts = new Map(
      shown.flatMap(({ place, entries, degradedEntries }) => {
        const line = this.#good.get(place);
        return line === undefined
          ? []
          : [[line.submission.id, { entries, degraded: degradedEntries }] as const];
      }),
    );
    const boards = rankBoards(lines, this.#request.options).map((board) => ({
      ...board,
      counts: counts.get(board.entries[0]?.submission.id ?? '') ?? board.counts,
    }));
    const dropped: Partial<Record<DropReason, number>> = {};
    for (const reason of this.#dropped.values()) dropped[reason] = (dropped[reason] ?? 0) + 1;
    return { boards, boardCount: this.#boardCount, dropped, isCut: this.#isCut };
  }

  /** Reads and judges what has not been; gives the places among them, and their like, that cannot be shown. */
  async #judge(candidates: readonly Candidate[]): Promise<ReadonlySet<number>> {
    const fresh = candidates.filter(({ place }) => !this.#good.has(place) && !this.#dropped.has(place));
    if (fresh.length === 0) return new Set();
    const ids = [...new Set(fresh.map(({ id }) => id))];
    const related = await relatedPlaces(this.#database, ids);
    const texts = new Map<number, FoundLine>();
    const wanted = [...[...related.submissions.values()].flat(), ...related.revocations];
    await readLinesAt(this.#database, this.#sources, wanted, (line) => texts.set(line.place, line));
    const revocations = revocationsOf(related.revocations.flatMap((place) => texts.get(place) ?? []));
    const droppedNow = new Set<number>();
    const drop = (place: number, reason: DropReason): void => {
      droppedNow.add(place);
      this.#dropped.set(place, reason);
    };
    const rows = new Map(fresh.map((row) => [row.place, row]));
    for (const id of ids) {
      const places = related.submissions.get(id) ?? [];
      const lines = places.map((place) => texts.get(place) ?? { place, path: '', lineNumber: 0, text: null });
      const { shown, dropped } = judgeId(lines, revocations.get(id) ?? [], this.#request);
      for (const [place, reason] of dropped) drop(place, reason);
      if (shown === null) continue;
      const row = rows.get(shown.place);
      if (row !== undefined && !isSameRow(row, shown.line, this.#request.options))
        drop(shown.place, 'altered');
      else if (row !== undefined) this.#good.set(shown.place, shown.line);
    }
    return droppedNow;
  }

  async #drop(places: ReadonlySet<number>): Promise<void> {
    await this.#database.run(
      `INSERT INTO dropped SELECT unnest([${[...places].map((place) => place.toFixed(0)).join(', ')}]::BIGINT[])`,
    );
  }
}

/** By the first half of the id that they name. What is no valid revocation is left out. */
function revocationsOf(lines: readonly FoundLine[]): Map<string, Revocation[]> {
  const found = new Map<string, Revocation[]>();
  for (const { text } of lines) {
    const line = text === null ? null : parseBoardLine(text);
    if (line?.kind !== 'revocation') continue;
    const id = firstHalf(line.revocation.submissionId);
    found.set(id, [...(found.get(id) ?? []), line.revocation]);
  }
  return found;
}

const firstHalf = (id: string): string => id.slice(0, 32);
