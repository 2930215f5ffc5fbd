/** Entry of the app: one instance and one window, and when that is there all that stands behind it; or only pages for a command line. */
import { once } from 'node:events';
import { join } from 'node:path';
import { app, dialog, Menu, session } from 'electron';
import { WEB_HOST_FLAG } from '#core/worker/host-messages.ts';
import { PREFERENCES_GUARDS } from '#ipc/guards/preferences.ts';
import { findPlaces } from '#runner/places.ts';
import { answerCall } from './answer-call.ts';
import { APP_ORIGIN } from './asset.ts';
import { registerDrop } from './handlers/drop.ts';
import { preferencesHandlers } from './handlers/preferences.ts';
import { registerCalls } from './handlers/register.ts';
import { lockPages, lockSession } from './lockdown.ts';
import { mayLoad } from './may-load.ts';
import { FilesFromOutside } from './open/files-from-outside.ts';
import { readersLocale } from './reader-locale.ts';
import { reportMistake } from './report-mistake.ts';
import { announceScheme, serveScheme } from './scheme.ts';
import { SettingsFile } from './settings.ts';
import { enableWebDevices } from './web/features.ts';
import { rememberBounds, rememberedBounds } from './window-memory.ts';
import { createWindow, reloadAfterCrash } from './window.ts';

const places = findPlaces(process.env);
/** Set by `electron-vite dev`; an installed app takes no page from anywhere else. */
const devServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);

app.setName('Joulemark');
// For every renderer; it would not start at all where somebody had to switch the system's sandbox off (root).
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
const isWebHost = process.argv.includes(WEB_HOST_FLAG);
enableWebDevices(process.platform, isWebHost);
announceScheme();
if (isWebHost) (await import('./web/web-host.ts')).runWebHost(places.packageRoot);
else runApp();

function runApp(): void {
  app.setPath('userData', join(places.dataDir, 'electron'));
  if (app.requestSingleInstanceLock()) {
    lockPages();
    // Ours comes a moment later; Electron need not make one of its own before.
    Menu.setApplicationMenu(null);
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
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  // Not when all are closed: pages that run models have hidden ones.
  window.on('closed', () => app.quit());
  app.on('window-all-closed', () => undefined);
  let leaving = false;
  app.on('before-quit', () => {
    leaving = true;
  });
  reloadAfterCrash(window, (reason) => leaveWith(`The window's page ended twice in a row (${reason}).`));
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  // Reading it takes a moment, in which neither the page's files nor its first calls would be answered.
  const behind = Promise.all([once(window, 'ready-to-show'), asked])
    .then(() => import('./behind-window.ts'))
    .then(({ standBehind }) => standBehind({ places, settings, window, files }));
  behind.catch((error: Error) => {
    // A window that was closed at once needs nothing behind it.
    if (!window.isDestroyed()) leaveWith(`Joulemark could not be started: ${error.stack}`);
  });
  const { getPreferences } = preferencesHandlers({ settings });
  const guard = PREFERENCES_GUARDS.getPreferences;
  registerCalls(async (name, payload) => {
    // They say which page comes first: with them it can be drawn before all the rest is loaded.
    if (name === 'getPreferences') return answerCall(name, guard, getPreferences, payload, reportMistake);
    ask();
    return (await behind).answer(name, payload);
  }, devServer);
  registerDrop({ openPath: async (path) => (await behind).openPath(path) }, devServer);
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
