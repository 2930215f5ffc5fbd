import { app } from 'electron';
import type { SubmitCalls } from '#ipc/calls/submit.ts';
import { chooseLeaderboardFile } from '../leaderboard-choice.ts';
import { previewSubmission, submit } from '../submissions.ts';
import type { MakeHandlers } from './parts.ts';

export const submitHandlers: MakeHandlers<SubmitCalls> = ({ places, window, settings }) => ({
  previewSubmission: (recordId) => previewSubmission(places.historyDir, recordId),
  getLeaderboardFile: () => settings.read().leaderboardFile,
  chooseLeaderboardFile: () => chooseLeaderboardFile(window, settings, app.getPath('documents')),
  submit: (request) => submit(places.historyDir, settings.read().leaderboardFile, request),
});
