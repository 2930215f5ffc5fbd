/** The least that Electron can show: one window of Joulemark's size and rights, with one button and no script. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow } from 'electron';

const HERE = dirname(fileURLToPath(import.meta.url));

app.setPath('userData', process.env['EMPTY_APP_DATA'] ?? '');
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(join(HERE, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
