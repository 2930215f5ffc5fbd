/** What is asked of a leaderboard, done: no Electron, so that tests can ask as well. */
import { Fault } from '#core/errors.ts';
import type { RankOptions } from '#core/leaderboard/rank.ts';
import type { BoardQuery } from '#ipc/calls/leaderboard.ts';
import { boardText, travellingName } from '#runner/leaderboard/board-text.ts';
import { judgingHere } from '#runner/leaderboard/judging.ts';
import { readBoardTexts } from '#store/leaderboard/board-lines.ts';
import { browseBoard, type Browsed } from '#store/leaderboard/query/rank-board.ts';
import { writeTextFile } from '#store/text-file.ts';
import type { BoardAnswers, BoardJob, Ranked, ToBoard } from './board-messages.ts';
import { HeldSource, type NamedSources } from './held-source.ts';
import { verifyReport } from './verify-report.ts';

/** Nobody looks for a board in a longer list; the filter finds the others. */
const BOARDS = 200;
const NAMED_PROBLEMS = 50;

type Where = Pick<ToBoard, 'dataDir' | 'cacheDir'>;

export class BoardWork {
  readonly #held: HeldSource;
  readonly #onLines: (lines: number) => void;

  /** `onLines` is told now and then how many lines have been verified. */
  constructor(env: NodeJS.ProcessEnv, onLines: (lines: number) => void) {
    this.#held = new HeldSource(env);
    this.#onLines = onLines;
  }

  async do({ job, ...where }: ToBoard): Promise<BoardAnswers[keyof BoardAnswers]> {
    const files = await this.#held.open(job.name, where.cacheDir);
    switch (job.kind) {
      case 'browse':
        return ranked(await browse(files, job.query, where), files);
      case 'verify':
        return verifyReport(files, where.dataDir, this.#onLines);
      case 'line':
        return lineOf(files, job.submissionId);
      case 'export':
        return exportTo(files, job, where);
    }
  }

  /** Removes what was fetched. */
  close(): Promise<void> {
    return this.#held.close();
  }
}

async function browse(files: NamedSources, query: BoardQuery, where: Where): Promise<Browsed> {
  const options: RankOptions = {
    keep: query.everyRun ? 'all' : 'newest',
    best: query.best,
    top: query.top,
  };
  return browseBoard({
    files,
    options,
    filter: query.filter,
    boards: BOARDS,
    key: query.key,
    namedProblems: NAMED_PROBLEMS,
    cacheDir: where.cacheDir,
    ...(await judgingHere(where.dataDir)),
  });
}

function ranked({ overview, chosen, unreadable, problems }: Browsed, { nameOf }: NamedSources): Ranked {
  const { dropped, isCut } = chosen ?? overview;
  return {
    heads: overview.boards.map(({ entries: _entries, ...head }) => head),
    boardCount: overview.boardCount,
    board: chosen?.boards[0] ?? null,
    dropped,
    isCut,
    unreadable,
    problems: problems.map(({ path, ...rest }) => ({ file: travellingName(nameOf(path)), ...rest })),
  };
}

async function lineOf(files: NamedSources, submissionId: string): Promise<string> {
  const mark = `"${submissionId}"`;
  for (const { path } of files.json) {
    for await (const { text } of readBoardTexts(path)) {
      // A revocation names the id, too, but not as its own.
      if (text?.includes(`"id":${mark}`) || text?.includes(`"id": ${mark}`)) return text;
    }
  }
  throw new Fault('file-unreadable', `no line of ${travellingName(files.name)} has this id any more`, {
    remedy:
      'Read the board again. Of an export (Parquet), "joulemark leaderboard rank --json" shows the ids.',
  });
}

async function exportTo(
  files: NamedSources,
  { query, format, path }: Extract<BoardJob, { kind: 'export' }>,
  where: Where,
): Promise<null> {
  const { chosen } = await browse(files, query, where);
  await writeTextFile(path, await boardText(chosen?.boards ?? [], format, [files.name]));
  return null;
}
