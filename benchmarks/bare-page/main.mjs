/**
 * An Electron with one hidden page of onnxruntime-web. Its first message over IPC names the model file and whether the
 * loop runs in a worker; what follows is passed to the page, and the page's answers back.
 */
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, MessageChannelMain, protocol, session } from 'electron';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../..');
const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
});

const userData = join(app.getPath('temp'), `joulemark-bare-${process.pid}`);
app.setPath('userData', userData);
process.once('exit', () => rmSync(userData, { recursive: true, force: true }));
protocol.registerSchemesAsPrivileged([
  { scheme: 'bare', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
process.on('disconnect', () => app.exit(0));
process.once('message', (/** @type {{ model: string, worker: boolean }} */ { model, worker }) => {
  void app.whenReady().then(() => open(model, worker));
});

/** @param {string} model @param {boolean} worker */
async function open(model, worker) {
  // In memory: nothing is written to the disk as it ends.
  const own = session.fromPartition('bare');
  own.protocol.handle('bare', async ({ url }) => {
    const { pathname } = new URL(url);
    const bytes = await readFile(fileFor(pathname, model));
    return new Response(new Uint8Array(bytes), {
      headers: {
        'Content-Type': TYPES[extname(pathname)] ?? 'application/octet-stream',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Cross-Origin-Resource-Policy': 'same-origin',
      },
    });
  });
  const preload = join(ROOT, 'out/preload/web-page.cjs');
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: own, preload, backgroundThrottling: false },
  });
  await window.loadURL(`bare://page/index.html${worker ? '?worker' : ''}`);
  const { port1, port2 } = new MessageChannelMain();
  port1.on('message', ({ data }) => process.send?.(data));
  port1.start();
  process.on('message', (message) => port1.postMessage(message));
  window.webContents.postMessage('joulemark-port', null, [port2]);
  process.send?.('ready');
}

/** @param {string} pathname @param {string} model */
function fileFor(pathname, model) {
  if (pathname === '/model.onnx') return model;
  if (!pathname.startsWith('/ort/')) return join(HERE, pathname);
  return join(ROOT, 'node_modules/onnxruntime-web/dist', pathname.slice('/ort/'.length));
}
