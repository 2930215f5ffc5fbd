import { ipcMain } from 'electron';
import { Fault, toWireFault } from '#core/errors.ts';
import { DROP_CHANNEL } from '#ipc/calls/open.ts';
import type { Parts } from './parts.ts';
import { isOurPage } from '../sender.ts';

/** A path comes from the preload alone, which takes it of a file that a person dropped. */
export function registerDrop({ openPath }: Pick<Parts, 'openPath'>, devServer: string | null): void {
  ipcMain.handle(DROP_CHANNEL, async (event, path: unknown) => {
    try {
      if (!isOurPage(event.senderFrame, devServer)) throw new TypeError('not called by Joulemark’s page');
      if (typeof path !== 'string' || path === '') {
        throw new Fault('file-unreadable', 'What was dropped is no file or folder of this machine.', {
          remedy: 'Drop it from the file manager, or choose it with the buttons.',
        });
      }
      return { ok: true, value: await openPath(path) };
    } catch (error) {
      return { ok: false, error: toWireFault(error) };
    }
  });
}
