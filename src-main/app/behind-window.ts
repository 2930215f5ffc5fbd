/** What stands behind the window: all that answers its page. Large, and loaded when the window is there. */
import { join } from 'node:path';
import { app, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { Opened } from '#ipc/calls/open.ts';
import { eventChannel, type Events } from '#ipc/contract.ts';
import { withPlug, type Places } from '#runner/places.ts';
import { faultOfSaving } from '#runner/saving.ts';
import { HistoryList } from '#store/history-list.ts';
import { answer } from './answer.ts';
import { Attention } from './attention.ts';
import { benchStarter } from './bench.ts';
import { BoardReading } from './board/board-reading.ts';
import { BoardSources } from './board/board-sources.ts';
import { handlersOf } from './handlers/handlers.ts';
import { chooseAnyFile } from './handlers/open.ts';
import type { Answer } from './handlers/register.ts';
import { prepareToLeave } from './leaving.ts';
import { keepMenu } from './menu.ts';
import { ModelImport } from './model-import.ts';
import { ModelJobs } from './model-jobs.ts';
import { ChosenModels } from './open/chosen-models.ts';
import type { FilesFromOutside } from './open/files-from-outside.ts';
import { Inbox } from './open/inbox.ts';
import { openFile } from './open/open-file.ts';
import { RecordShelf } from './records/record-shelf.ts';
import { reportMistake } from './report-mistake.ts';
import { Runs } from './runs.ts';
import type { SettingsFile } from './settings.ts';
import { SUITE_FILE, SuiteMemory } from './suite-memory.ts';
import { SuiteSource } from './suite-source.ts';
import { startUtility } from './utility.ts';
import { VariantMaking } from './variant-making.ts';
import { WebWorkers } from './web/web-workers.ts';

export interface InFront {
  readonly places: Places;
  readonly settings: SettingsFile;
  readonly window: BrowserWindow;
  readonly files: FilesFromOutside;
}

export interface Behind {
  readonly answer: Answer;
  openPath(path: string): Promise<Opened>;
}

export function standBehind({ places, settings, window, files }: InFront): Behind {
  const startBench = benchStarter(places, new WebWorkers(places.packageRoot), (visible) => {
    if (window.isDestroyed()) return;
    if (visible) window.showInactive();
    else window.hide();
  });
  const electron = process.versions.electron;
  const attention = new Attention(window);
  const placesNow = () => withPlug(places, settings.read().preferences.plugAddress);
  const emit = <E extends keyof Events>(event: E, payload: Events[E]): void => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel(event), payload);
  };
  const boardReading = new BoardReading({
    ...places,
    isMeasuring: () => runs.running,
    start: (listener) =>
      startUtility(join(places.packageRoot, 'out/main/board-process.js'), 'Joulemark board', listener),
  });
  const runs: Runs = new Runs({
    historyDir: places.historyDir,
    saveRecord: (record) => faultOfSaving(places.historyDir, record),
    startBench: (request, listener) => {
      boardReading.stop();
      suite.stop();
      return startBench({ kind: 'run', places: placesNow(), electron, request }, listener);
    },
    emit: (event, payload) => {
      if ('event' in payload) attention.follow(payload);
      emit(event, payload);
    },
    onEnded: (end) => attention.end(end),
    keepAwake: () => {
      const blocker = powerSaveBlocker.start('prevent-app-suspension');
      return () => powerSaveBlocker.stop(blocker);
    },
  });
  const suite: SuiteSource = new SuiteSource(
    startBench,
    placesNow,
    { joulemark: places.version, electron },
    new SuiteMemory(join(places.dataDir, SUITE_FILE)),
  );
  const history = new HistoryList(places.historyDir);
  const boards = new BoardSources(settings);
  const chosenModels = new ChosenModels();
  const records = new RecordShelf(places.historyDir, settings, (id) => runs.unsaved(id));
  const openPath = async (path: string): Promise<Opened> => {
    const opened = await openFile({ boards, chosenModels, records }, path);
    // Known to Windows and macOS; nothing happens elsewhere.
    app.addRecentDocument(path);
    return opened;
  };
  const inbox = new Inbox(openPath, (opened) => emit('opened', opened));
  const modelJobs = new ModelJobs(() => runs.running);
  const modelImport = new ModelImport({
    ...{ startBench, places, jobs: modelJobs },
    onStep: (text) => emit('importStep', { text }),
  });
  // The page that asked for it is gone, and nobody could stop it.
  window.webContents.on('did-navigate', () => void modelImport.cancel());
  const variants = new VariantMaking({
    startBench: (request, listener) => startBench({ kind: 'variants', places, request }, listener),
    emit: (state) => emit('variants', state),
    jobs: modelJobs,
  });
  const handlers = handlersOf({
    places,
    window,
    runs,
    suite,
    settings,
    history,
    boards,
    chosenModels,
    records,
    inbox,
    openPath,
    modelJobs,
    modelImport,
    variants,
    boardReading,
    emit,
  });
  keepMenu(settings, {
    platform: process.platform,
    packaged: app.isPackaged,
    goTo: (page) => emit('navigate', { page }),
    openFile: () => {
      void chooseAnyFile(window).then((path) => inbox.add(path === null ? [] : [path]));
    },
    openRecent: (path) => void inbox.add([path]),
  });
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) inbox.leave();
  });
  files.deliverTo((paths) => void inbox.add(paths));
  app.on('will-quit', () => boardReading.leave());
  prepareToLeave(window, runs);
  return { answer: (name, payload) => answer(handlers, name, payload, reportMistake), openPath };
}
