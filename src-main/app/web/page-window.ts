/** One hidden, sandboxed window with the page that runs models, and a port to its worker. */
import {
  BrowserWindow,
  MessageChannelMain,
  type MessagePortMain,
  type Session,
  type WebContents,
} from 'electron';
import { exitReason } from '../exit-reason.ts';

export interface PageWindow {
  readonly contents: WebContents;
  readonly port: MessagePortMain;
  /** Ends the page's process; `onGone` is called with this reason. */
  end(reason: string): void;
}

export interface PageWindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly address: string;
  /** Called once, however the page ended. */
  onGone(reason: string): void;
}

/** Rejects when the page cannot be loaded; `onGone` is called then, too. */
export async function openPageWindow(options: PageWindowOptions): Promise<PageWindow> {
  const window = new BrowserWindow({
    title: 'Joulemark web worker',
    show: false,
    skipTaskbar: true,
    focusable: false,
    webPreferences: {
      session: options.session,
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // It is never shown, and works all the same.
      backgroundThrottling: false,
    },
  });
  const contents = window.webContents;
  const { port1: port, port2 } = new MessageChannelMain();
  let gone = false;
  const end = (reason: string): void => {
    if (gone) return;
    gone = true;
    port.close();
    // A page in the middle of WebAssembly hears nothing: closing its window alone would wait for it.
    if (!contents.isDestroyed()) contents.forcefullyCrashRenderer();
    if (!window.isDestroyed()) window.destroy();
    options.onGone(reason);
  };
  contents.once('render-process-gone', (_event, { reason, exitCode }) => end(goneReason(reason, exitCode)));
  window.once('closed', () => end('its window was closed'));
  try {
    await window.loadURL(options.address);
  } catch (error) {
    end(`its page could not be loaded: ${(error as Error).message}`);
    throw error;
  }
  contents.postMessage('joulemark-port', null, [port2]);
  return { contents, port, end };
}

/** `oom` is Chromium's word for memory that ran out, in the page or in the whole system. */
function goneReason(reason: string, exitCode: number): string {
  const abnormal = reason === 'clean-exit' ? null : reason === 'oom' ? 'out of memory' : reason;
  return exitReason({ exitCode, abnormal, stderr: '', platform: process.platform });
}
