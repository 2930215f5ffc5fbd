/** What the handlers work with. */
import type { BrowserWindow } from 'electron';
import type { ImportReport } from '#core/imported.ts';
import type { Events } from '#ipc/contract.ts';
import type { Opened } from '#ipc/calls/open.ts';
import type { Functions } from '#ipc/functions.ts';
import type { Places } from '#runner/places.ts';
import type { HistoryList } from '#store/history-list.ts';
import type { HandlersOf } from '../answer.ts';
import type { BoardReading } from '../board/board-reading.ts';
import type { BoardSources } from '../board/board-sources.ts';
import type { ChosenModels } from '../open/chosen-models.ts';
import type { Inbox } from '../open/inbox.ts';
import type { RecordShelf } from '../records/record-shelf.ts';
import type { ModelJobs } from '../model-jobs.ts';
import type { Runs } from '../runs.ts';
import type { SettingsFile } from '../settings.ts';
import type { SuiteSource } from '../suite-source.ts';
import type { VariantMaking } from '../variant-making.ts';

export interface Parts {
  readonly places: Places;
  readonly window: BrowserWindow;
  readonly runs: Runs;
  readonly suite: SuiteSource;
  readonly settings: SettingsFile;
  readonly history: HistoryList;
  readonly records: RecordShelf;
  readonly boards: BoardSources;
  readonly chosenModels: ChosenModels;
  readonly inbox: Inbox;
  readonly modelJobs: ModelJobs;
  readonly variants: VariantMaking;
  readonly boardReading: BoardReading;
  /** See `openFile`; the system remembers the file, too. */
  openPath(path: string): Promise<Opened>;
  /** Takes a model in; see `importThrough`. */
  importModel(file: string): Promise<ImportReport>;
  emit<E extends keyof Events>(event: E, payload: Events[E]): void;
}

/** Handlers of one subject's calls. */
export type MakeHandlers<C extends Functions<C>> = (parts: Parts) => HandlersOf<C>;
