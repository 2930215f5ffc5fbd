import type { RunCalls } from '#ipc/calls/run.ts';
import type { MakeHandlers } from './parts.ts';

export const runHandlers: MakeHandlers<RunCalls> = ({ runs, modelJobs }) => ({
  getRun: () => runs.state,
  startRun: (request) => {
    modelJobs.refuseRun();
    return runs.start(request);
  },
  cancelRun: (runId) => {
    runs.cancel(runId);
    return null;
  },
  pauseRun: (runId) => {
    runs.setPaused(runId, true);
    return null;
  },
  resumeRun: (runId) => {
    runs.setPaused(runId, false);
    return null;
  },
  saveRun: async (runId) => {
    await runs.saveAgain(runId);
    return null;
  },
  forgetRun: (runId) => {
    runs.forget(runId);
    return null;
  },
});
