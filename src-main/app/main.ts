/** Entry of the app: one instance, one window, and the parts behind it; or only pages for a command line. */
import { join } from 'node:path';
import { app, dialog, powerSaveBlocker, session } from 'electron';
import { WEB_HOST_FLAG } from '#core/worker/host-messages.ts';
import type { Opened } from '#ipc/calls/open.ts';
import { eventChannel, type Events } from '#ipc/contract.ts';
import { findPlaces, withPlug } from '#runner/places.ts';
import { HistoryList } from '#store/history-list.ts';
import { APP_ORIGIN } from './asset.ts';
import { Attention } from './attention.ts';
import { benchStarter } from './bench.ts';
import { BoardReading } from './board/board-reading.ts';
import { BoardSources } from './board/board-sources.ts';
import { registerDrop } from './handlers/drop.ts';
import { handlersOf, registerCalls } from './handlers/handlers.ts';
import { chooseAnyFile } from './handlers/open.ts';
import { lockPages, lockSession } from './lockdown.ts';
import { mayLoad } from './may-load.ts';
import { keepMenu } from './menu.ts';
import { importThrough } from './model-import.ts';
import { ChosenModels } from './open/chosen-models.ts';
import { FilesFromOutside } from './open/files-from-outside.ts';
import { Inbox } from './open/inbox.ts';
import { openFile } from './open/open-file.ts';
import { readersLocale } from './reader-locale.ts';
import { RecordShelf } from './records/record-shelf.ts';
import { ModelJobs } from './model-jobs.ts';
import { Runs } from './runs.ts';
import { announceScheme, serveScheme } from './scheme.ts';
import { SettingsFile } from './settings.ts';
import { SuiteMemory } from './suite-memory.ts';
import { SuiteSource } from './suite-source.ts';
import { startUtility } from './utility.ts';
import { VariantMaking } from './variant-making.ts';
import { enableWebDevices } from './web/features.ts';
import { runWebHost } from './web/web-host.ts';
import { WebWorkers } from './web/web-workers.ts';
import { rememberBounds, rememberedBounds } from './window-memory.ts';
import { createWindow, reloadAfterCrash } from './window.ts';

/** How long leaving may wait for the run to write what it has. */
const LEAVE_LIMIT_MS = 5000;

const places = findPlaces(process.env);
/** Set by `electron-vite dev`; an installed app takes no page from anywhere else. */
const devServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);

app.setName('Joulemark');
// For every renderer; it would not start at all where somebody had to switch the system's sandbox off (root).
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
const isWebHost = process.argv.includes(WEB_HOST_FLAG);
enableWebDevices(process.platform, isWebHost);
announceScheme();
if (isWebHost) runWebHost(places.packageRoot);
else runApp();

function runApp(): void {
  app.setPath('userData', join(places.dataDir, 'electron'));
  if (app.requestSingleInstanceLock()) {
    lockPages();
    const files = new FilesFromOutside();
    void app.whenReady().then(() => open(files));
  } else {
    app.quit();
  }
}

async function open(files: FilesFromOutside): Promise<void> {
  lockSession(session.defaultSession, (address) => mayLoad(address, devServer));
  serveScheme(join(places.packageRoot, 'out/renderer'));
  const settings = new SettingsFile(join(places.dataDir, 'settings.json'));
  const window = createWindow(
    join(places.packageRoot, 'out/preload/preload.cjs'),
    rememberedBounds(settings),
    readersLocale(process.platform, process.env, app.getSystemLocale()),
  );
  rememberBounds(window, settings);
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
    new SuiteMemory(join(places.dataDir, 'last-suite.json')),
  );
  const history = new HistoryList(places.historyDir);
  const boards = new BoardSources(settings);
  const chosenModels = new ChosenModels();
  const records = new RecordShelf(places.historyDir, settings);
  const openPath = async (path: string): Promise<Opened> => {
    const opened = await openFile({ boards, chosenModels, records }, path);
    // Known to Windows and macOS; nothing happens elsewhere.
    app.addRecentDocument(path);
    return opened;
  };
  const inbox = new Inbox(openPath, (opened) => emit('opened', opened));
  const modelJobs = new ModelJobs(() => runs.running);
  const variants = new VariantMaking({
    startBench: (request, listener) => startBench({ kind: 'variants', places, request }, listener),
    emit: (state) => emit('variants', state),
    jobs: modelJobs,
  });
  registerCalls(
    handlersOf({
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
      variants,
      boardReading,
      emit,
      importModel: (file) => importThrough(startBench, places, file),
    }),
    devServer,
  );
  registerDrop({ openPath }, devServer);
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

  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  // Not when all are closed: pages that run models have hidden ones.
  window.on('closed', () => app.quit());
  app.on('window-all-closed', () => undefined);
  app.on('will-quit', () => boardReading.leave());
  let leaving = false;
  app.on('before-quit', (event) => {
    leaving = true;
    if (!runs.running) return;
    event.preventDefault();
    void runs.stop(LEAVE_LIMIT_MS).then(() => app.quit());
  });
  reloadAfterCrash(window, (reason) => leaveWith(`The window's page ended twice in a row (${reason}).`));
  await window.loadURL(devServer ?? `${APP_ORIGIN}/index.html`).catch((error: Error) => {
    // Who leaves while the page is loading breaks the loading off: no reason for a box that nobody awaits.
    if (leaving || window.isDestroyed()) return;
    leaveWith(
      `The window's page could not be loaded: ${error.message}\nRun "npm run build" and start again.`,
    );
  });
}

function leaveWith(message: string): void {
  process.stderr.write(`${message}\n`);
  dialog.showErrorBox('Joulemark', message);
  app.quit();
}
