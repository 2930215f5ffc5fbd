import { app, safeStorage } from 'electron';
import type { SubmitCalls } from '#ipc/calls/submit.ts';
import { withPlug } from '#runner/places.ts';
import { privateNames } from '#runner/private-names.ts';
import { openAppKey } from '#store/keys/installation-key.ts';
import { keyProtection } from '../key-protection.ts';
import { chooseLeaderboardFile } from '../leaderboard-choice.ts';
import { previewSubmission, submit } from '../submissions.ts';
import type { MakeHandlers } from './parts.ts';

export const submitHandlers: MakeHandlers<SubmitCalls> = ({ places, window, settings }) => {
  const submitting = {
    historyDir: places.historyDir,
    openKey: () => openAppKey(places.dataDir, keyProtection(safeStorage, process.platform)),
    words: () => privateNames(withPlug(places, settings.read().preferences.plugAddress)),
  };
  return {
    previewSubmission: (recordId) => previewSubmission(submitting, recordId),
    getLeaderboardFile: () => settings.read().leaderboardFile,
    chooseLeaderboardFile: () => chooseLeaderboardFile(window, settings, app.getPath('documents')),
    submit: (request) => submit(submitting, settings.read().leaderboardFile, request),
  };
};
