/** What the handlers work with. */
import type { BrowserWindow } from 'electron';
import type { Events } from '#ipc/contract.ts';
import type { Functions } from '#ipc/functions.ts';
import type { Places } from '#runner/places.ts';
import type { HistoryList } from '#store/history-list.ts';
import type { HandlersOf } from '../answer.ts';
import type { BoardReading } from '../board/board-reading.ts';
import type { BoardSources } from '../board/board-sources.ts';
import type { ChosenModels } from '../chosen-models.ts';
import type { ModelImport } from '../model-import.ts';
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
  readonly boards: BoardSources;
  readonly chosenModels: ChosenModels;
  readonly modelJobs: ModelJobs;
  readonly modelImport: ModelImport;
  readonly variants: VariantMaking;
  readonly boardReading: BoardReading;
  emit<E extends keyof Events>(event: E, payload: Events[E]): void;
}

/** Handlers of one subject's calls. */
export type MakeHandlers<C extends Functions<C>> = (parts: Parts) => HandlersOf<C>;
