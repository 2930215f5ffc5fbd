/** The app without a window: it opens pages for a command line that started it, and ends when that ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { toWireFault } from '#core/errors.ts';
import type { FromWebHost, ToWebHost } from '#core/worker/host-messages.ts';
import { lockPages } from '../lockdown.ts';
import { WebWorkers, type WebWorker } from './web-workers.ts';

/** Call before Electron is ready. */
export function runWebHost(packageRoot: string): void {
  if (process.send === undefined) {
    process.stderr.write('The command line starts this by itself, to open browser pages.\n');
    app.exit(2);
    return;
  }
  // Several may run at once, and Chromium wants a folder for each; nothing in it is of use afterwards.
  const userData = mkdtempSync(join(tmpdir(), 'joulemark-web-'));
  app.setPath('userData', userData);
  process.once('exit', () => rmSync(userData, { recursive: true, force: true }));
  // A GPU driver that crashes costs the page its device; without this, the third time costs the whole process.
  app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
  app.dock?.hide();
  lockPages();
  // The last page that closes is not the end: the next row may need another one.
  app.on('window-all-closed', () => undefined);
  process.once('disconnect', () => app.exit(0));
  // Ctrl-C in a terminal reaches every process of it; our parent decides when we end.
  process.on('SIGINT', () => undefined);
  void app.whenReady().then(() => serve(new WebWorkers(packageRoot)));
}

function serve(workers: WebWorkers): void {
  const open = new Map<number, WebWorker>();
  /** Whether it was to be ended while its page was being opened. */
  const opening = new Map<number, boolean>();
  process.on('message', (message) => receive(message as ToWebHost));
  say({ kind: 'ready' });

  function receive(message: ToWebHost): void {
    const { worker } = message;
    if (message.kind === 'open') void start(worker);
    else if (message.kind === 'to') open.get(worker)?.receive(message.message);
    else if (opening.has(worker)) opening.set(worker, true);
    else open.get(worker)?.kill();
  }

  async function start(worker: number): Promise<void> {
    let exited = false;
    const exit = (reason: string): void => {
      if (exited) return;
      exited = true;
      open.delete(worker);
      opening.delete(worker);
      say({ kind: 'exited', worker, reason });
    };
    opening.set(worker, false);
    try {
      const opened = await workers.open({
        onMessage: (message) => say({ kind: 'from', worker, message }),
        onExit: exit,
      });
      if (exited) return;
      open.set(worker, opened);
      say({ kind: 'opened', worker });
      if (opening.get(worker)) opened.kill();
      opening.delete(worker);
    } catch (error) {
      exit(toWireFault(error).message);
    }
  }
}

function say(message: FromWebHost): void {
  // A parent that has just gone must not raise an error here; 'disconnect' follows.
  process.send?.(message, undefined, undefined, () => undefined);
}
