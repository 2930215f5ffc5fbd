/** The leaderboard that is looked at: where it lies, what is asked of it, and the answer. */
import { NO_FILTER, type BoardFilter } from '#core/leaderboard/filter.ts';
import type { BestOf } from '#core/leaderboard/choose.ts';
import type { WireFault } from '#core/errors.ts';
import type {
  BoardQuery,
  BoardSource,
  BoardView,
  ExportFormat,
  VerifyReport,
} from '#ipc/calls/leaderboard.ts';
import type { Reply } from '#ipc/reply.ts';
import type { Backend } from '../backend/backend.ts';

/** Each entry that is shown is verified first, so more of them are asked for in steps. */
const FIRST_TOP = 200;
const MORE_TIMES = 5;
const MOST = 100_000;

type Work = 'browse' | 'verify' | 'export';

export class LeaderboardStore {
  /** null: not listed yet. */
  sources = $state.raw<readonly BoardSource[] | null>(null);
  source = $state.raw<BoardSource | null>(null);
  filter = $state.raw<BoardFilter>(NO_FILTER);
  best = $state<BestOf | null>(null);
  everyRun = $state(false);
  view = $state.raw<BoardView | null>(null);
  report = $state.raw<VerifyReport | null>(null);
  /** Why the last thing that was asked for failed, and what that was. */
  failed = $state.raw<{ readonly work: Work | 'choose'; readonly fault: WireFault } | null>(null);
  working = $state<Work | null>(null);
  /** It was stopped by a person before there was anything to show. */
  stopped = $state(false);
  /** The file is not any more what was read. */
  changed = $state(false);
  /** Lines verified so far. */
  lines = $state(0);
  /** What was done, in a sentence. */
  said = $state<string | null>(null);
  /** Models of the whole board, for the filter. */
  models = $state.raw<readonly string[]>([]);
  #key: string | null = null;
  #top = $state(FIRST_TOP);
  /** Answers to former questions are not looked at. */
  #turn = 0;
  readonly #backend: Backend;

  readonly isFiltered = $derived.by(() => !isSame(this.filter, NO_FILTER));
  /** More entries can be asked for. */
  readonly hasMore = $derived.by(() => {
    const board = this.view?.board ?? null;
    return board !== null && board.entries.length < board.counts.entries && this.#top < MOST;
  });
  readonly nextTop = $derived.by(() => Math.min(MOST, this.#top * MORE_TIMES));

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Returns the function that stops following. */
  listen(): () => void {
    return this.#backend.on('boardProgress', ({ sourceId, lines }) => {
      if (sourceId === this.source?.id) this.lines = lines;
    });
  }

  /** Lists what there is; what was used last and lies on this machine opens by itself. */
  async list(): Promise<void> {
    this.#takeSources(await this.#backend.listBoards());
  }

  async resume(): Promise<void> {
    if (this.sources === null) await this.list();
    const last = this.source ?? this.sources?.find(({ kind }) => kind !== 'address') ?? null;
    if (last === null || this.working !== null || this.stopped) return;
    if (last.id !== this.source?.id) this.#show(last);
    if (this.view === null && this.failed === null) await this.read();
  }

  async choose(kind: 'file' | 'folder'): Promise<void> {
    await this.#take(await this.#backend.chooseBoard(kind));
  }

  async openAddress(address: string): Promise<boolean> {
    return this.#take(await this.#backend.openBoardAddress(address));
  }

  /** Shows a board that was opened elsewhere. `read`: at once; else when what keeps it from being read is over. */
  async openElsewhere(source: BoardSource, read: boolean): Promise<void> {
    this.#show(source);
    await this.list();
    if (read) await this.read();
  }

  async open(source: BoardSource): Promise<void> {
    this.#show(source);
    await this.read();
  }

  async forget(source: BoardSource): Promise<void> {
    this.#takeSources(await this.#backend.forgetBoard(source.id));
    if (this.source?.id === source.id) await this.#leaveSource();
  }

  async makeTarget(): Promise<void> {
    if (this.source === null) return;
    this.#takeSources(await this.#backend.makeBoardTarget(this.source.id));
  }

  async change(change: Partial<Pick<LeaderboardStore, 'filter' | 'best' | 'everyRun'>>): Promise<void> {
    Object.assign(this, change);
    this.#top = FIRST_TOP;
    await this.read();
  }

  async chooseBoard(key: string): Promise<void> {
    this.#key = key;
    this.#top = FIRST_TOP;
    await this.read();
  }

  async more(): Promise<void> {
    this.#top = this.nextTop;
    await this.read();
  }

  /** From the start: what was fetched is fetched again. */
  async readAgain(): Promise<void> {
    await this.#backend.leaveBoard();
    await this.read();
  }

  async read(): Promise<void> {
    const source = this.source;
    if (source === null) return;
    await this.#work('browse', this.#backend.browseBoard(source.id, this.#query()), (view) => {
      this.view = view;
      this.#key = view.board?.key ?? this.#key;
      this.changed = false;
      if (this.filter.models === null) this.models = each(view.heads.map(({ model }) => model));
    });
  }

  async verify(): Promise<void> {
    if (this.source === null) return;
    this.lines = 0;
    await this.#work('verify', this.#backend.verifyBoard(this.source.id), (report) => {
      this.report = report;
    });
  }

  async export(format: ExportFormat): Promise<void> {
    if (this.source === null) return;
    const reply = this.#backend.exportBoard(this.source.id, this.#query(), format);
    await this.#work('export', reply, (path) => {
      this.said = path === null ? null : `Exported to ${path}.`;
    });
  }

  /** Whether it is on the clipboard. */
  async copyLine(submissionId: string): Promise<boolean> {
    if (this.source === null) return false;
    const reply = this.#backend.copyBoardLine(this.source.id, submissionId);
    await this.#work('export', reply, () => {
      this.said = 'The line is on the clipboard.';
    });
    return this.failed === null;
  }

  /** null: done. Else why nothing was written. */
  async revoke(submissionId: string, reason: string): Promise<WireFault | null> {
    if (this.source === null) return null;
    const reply = await this.#backend.revokeLine({ sourceId: this.source.id, submissionId, reason });
    if (!reply.ok) return reply.error;
    await this.read();
    this.said = 'The line that takes it back was added at the end of the file.';
    return null;
  }

  /** Ends what is being done; what was shown before stays. */
  async cancel(): Promise<void> {
    this.#turn += 1;
    this.working = null;
    this.stopped = this.view === null;
    await this.#backend.leaveBoard();
  }

  /** For a page that goes: nothing is read for nobody. */
  async leave(): Promise<void> {
    await this.cancel();
    this.stopped = false;
  }

  /** Looks whether the file has changed; what has is read again on request, or at once. */
  async check(andRead: boolean): Promise<void> {
    const { source, view } = this;
    if (source === null || view === null || this.working !== null) return;
    const reply = await this.#backend.stampBoard(source.id);
    if (!reply.ok || this.source !== source || this.view !== view) return;
    this.changed = reply.value !== view.stamp;
    if (this.changed && andRead) await this.read();
  }

  /** Asks one thing at a time; the last question is the one whose answer is taken. */
  async #work<T>(work: Work, asked: Promise<Reply<T>>, take: (value: T) => void): Promise<void> {
    const turn = (this.#turn += 1);
    this.working = work;
    this.failed = null;
    this.said = null;
    this.stopped = false;
    const reply = await asked;
    if (turn !== this.#turn) return;
    this.working = null;
    if (reply.ok) take(reply.value);
    else this.failed = { work, fault: reply.error };
  }

  #query(): BoardQuery {
    const { filter, best, everyRun } = this;
    return { filter, best, everyRun, key: this.#key, top: this.#top };
  }

  #show(source: BoardSource): void {
    this.source = source;
    this.filter = NO_FILTER;
    this.view = null;
    this.report = null;
    this.failed = null;
    this.said = null;
    this.changed = false;
    this.models = [];
    this.#key = null;
    this.#top = FIRST_TOP;
  }

  async #leaveSource(): Promise<void> {
    await this.cancel();
    this.source = null;
    this.view = null;
    this.report = null;
    this.failed = null;
    this.stopped = false;
  }

  /** False: nothing was chosen. */
  async #take(reply: Reply<BoardSource | null>): Promise<boolean> {
    if (!reply.ok) this.failed = { work: 'choose', fault: reply.error };
    if (!reply.ok || reply.value === null) return false;
    this.#show(reply.value);
    await Promise.all([this.list(), this.read()]);
    return true;
  }

  #takeSources(reply: Reply<readonly BoardSource[]>): void {
    if (!reply.ok) {
      this.failed = { work: 'choose', fault: reply.error };
      return;
    }
    this.sources = reply.value;
    const same = reply.value.find(({ id }) => id === this.source?.id);
    if (same !== undefined) this.source = same;
  }
}

/** Each once. */
function each(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) === index);
}

function isSame(a: BoardFilter, b: BoardFilter): boolean {
  return (Object.keys(a) as (keyof BoardFilter)[]).every((name) => a[name] === b[name]);
}
