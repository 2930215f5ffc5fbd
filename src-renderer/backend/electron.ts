/** The backend in the app: what the preload put on the window. */
import { toWireFault } from '#core/errors.ts';
import type { Calls, JoulemarkApi, Reply } from '#ipc/contract.ts';
import type { Backend } from './backend.ts';

declare global {
  interface Window {
    readonly joulemark: JoulemarkApi;
  }
}

/** A call whose reply never came (main is busy leaving, say) is a fault like any other. */
function settled<K extends keyof Calls>(call: Backend[K]): Backend[K] {
  const safe = (...args: unknown[]): Promise<Reply<unknown>> =>
    (call as (...all: unknown[]) => Promise<Reply<unknown>>)(...args).catch((error: unknown) => ({
      ok: false,
      error: toWireFault(error),
    }));
  return safe as Backend[K];
}

export function electronBackend(api: JoulemarkApi): Backend {
  return {
    getSuite: settled<'getSuite'>(api.getSuite),
    getRun: settled<'getRun'>(api.getRun),
    startRun: settled<'startRun'>(api.startRun),
    cancelRun: settled<'cancelRun'>(api.cancelRun),
    previewSubmission: settled<'previewSubmission'>(api.previewSubmission),
    getLeaderboardFile: settled<'getLeaderboardFile'>(api.getLeaderboardFile),
    chooseLeaderboardFile: settled<'chooseLeaderboardFile'>(api.chooseLeaderboardFile),
    submit: settled<'submit'>(api.submit),
    on: api.on,
  };
}
