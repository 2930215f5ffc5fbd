/**
 * Loaded before an app (`electron -r`): passes on to the program that started it when its window was shown and when
 * its page had what `page.cjs` looks for, and leaves when that program lets go. The app does not know of it.
 */
const { join } = require('node:path');
const { app, ipcMain, session } = require('electron');

/** The system's clock, ms; the page and the program that waits read the same one. */
const nowMs = () => performance.timeOrigin + performance.now();

/** @param {string} name @param {number} atMs */
const say = (name, atMs) => {
  if (process.connected) process.send?.({ name, atMs });
};

app.once('ready', () => {
  const page = join(__dirname, 'page.cjs');
  /** @type {import('electron').Session & { setPreloads?(files: string[]): void }} */
  const own = session.defaultSession;
  // Its name before Electron 35.
  if (own.setPreloads) own.setPreloads([page]);
  else own.registerPreloadScript({ type: 'frame', filePath: page });
});
app.on('browser-window-created', (_event, window) => {
  window.once('show', () => say('shown', nowMs()));
});
ipcMain.on('first-page', (_event, name, atMs) => say(name, atMs));
process.once('disconnect', () => app.quit());
