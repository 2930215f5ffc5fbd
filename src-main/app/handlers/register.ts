/** The calls of the window's page, open before all is loaded that answers them: the page may ask at any time. */
import { ipcMain } from 'electron';
import { Fault } from '#core/errors.ts';
import { CALLS, callChannel, type Calls } from '#ipc/contract.ts';
import type { Reply } from '#ipc/reply.ts';
import { isOurPage } from '../sender.ts';

/** Never rejects; the payload is not checked yet. */
export type Answer = (name: keyof Calls, payload: readonly unknown[]) => Promise<Reply<unknown>>;

export function registerCalls(answer: Answer, devServer: string | null): void {
  for (const name of Object.keys(CALLS) as (keyof Calls)[]) {
    ipcMain.handle(callChannel(name), (event, ...payload: unknown[]) => {
      if (isOurPage(event.senderFrame, devServer)) return answer(name, payload);
      return {
        ok: false,
        error: new Fault('wrong-usage', `"${name}" was not called by Joulemark's page.`).toWire(),
      };
    });
  }
}
