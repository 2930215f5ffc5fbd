/** What each call from the window does: put together from this folder, one file a subject. */
import { ipcMain } from 'electron';
import { Fault } from '#core/errors.ts';
import { CALLS, callChannel, type Calls } from '#ipc/contract.ts';
import { answer, type Handlers } from '../answer.ts';
import { isOurPage } from '../sender.ts';
import { exportHandlers } from './exports.ts';
import { compareHandlers } from './compare.ts';
import { adviceHandlers } from './advice.ts';
import { historyHandlers } from './history.ts';
import { leaderboardHandlers } from './leaderboard.ts';
import { machineHandlers } from './machine.ts';
import { modelHandlers } from './models.ts';
import { openHandlers } from './open.ts';
import type { Parts } from './parts.ts';
import { plugHandlers } from './plug.ts';
import { preferencesHandlers } from './preferences.ts';
import { runHandlers } from './run.ts';
import { storageHandlers } from './storage.ts';
import { submitHandlers } from './submit.ts';
import { variantHandlers } from './variants.ts';

export function handlersOf(parts: Parts): Handlers {
  return {
    ...machineHandlers(parts),
    ...runHandlers(parts),
    ...historyHandlers(parts),
    ...exportHandlers(parts),
    ...submitHandlers(parts),
    ...preferencesHandlers(parts),
    ...compareHandlers(parts),
    ...modelHandlers(parts),
    ...variantHandlers(parts),
    ...plugHandlers(parts),
    ...storageHandlers(parts),
    ...leaderboardHandlers(parts),
    ...openHandlers(parts),
    ...adviceHandlers(parts),
  };
}

export function registerCalls(handlers: Handlers, devServer: string | null): void {
  for (const name of Object.keys(CALLS) as (keyof Calls)[]) {
    ipcMain.handle(callChannel(name), (event, ...payload: unknown[]) => {
      if (isOurPage(event.senderFrame, devServer)) return answer(handlers, name, payload, report);
      return {
        ok: false,
        error: new Fault('wrong-usage', `"${name}" was not called by Joulemark's page.`).toWire(),
      };
    });
  }
}

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}
