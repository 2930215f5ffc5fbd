/** What each call from the window does. */
import { app, ipcMain, safeStorage, type BrowserWindow } from 'electron';
import { CALLS, callChannel, type Calls } from '#ipc/contract.ts';
import { Fault } from '#core/errors.ts';
import type { Places } from '#runner/places.ts';
import { privateNames } from '#runner/private-names.ts';
import { openAppKey } from '#store/keys/installation-key.ts';
import { answer, type Handlers } from './answer.ts';
import { keyProtection } from './key-protection.ts';
import { chooseLeaderboardFile } from './leaderboard-choice.ts';
import type { Runs } from './runs.ts';
import { isOurPage } from './sender.ts';
import type { SettingsFile } from './settings.ts';
import { previewSubmission, submit } from './submissions.ts';
import type { SuiteSource } from './suite-source.ts';

export interface Parts {
  readonly places: Places;
  readonly window: BrowserWindow;
  readonly runs: Runs;
  readonly suite: SuiteSource;
  readonly settings: SettingsFile;
}

export function handlersOf({ places, window, runs, suite, settings }: Parts): Handlers {
  const submitting = {
    historyDir: places.historyDir,
    openKey: () => openAppKey(places.dataDir, keyProtection(safeStorage, process.platform)),
    words: privateNames(places),
  };
  return {
    getSuite: () => suite.get(runs.running),
    getRun: () => runs.state,
    startRun: (request) => runs.start(request),
    cancelRun: (runId) => {
      runs.cancel(runId);
      return null;
    },
    previewSubmission: (recordId) => previewSubmission(submitting, recordId),
    getLeaderboardFile: () => settings.read().leaderboardFile,
    chooseLeaderboardFile: () => chooseLeaderboardFile(window, settings, app.getPath('documents')),
    submit: (request) => submit(submitting, settings.read().leaderboardFile, request),
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
