import { describe, expect, it } from 'vitest';
import type { WorkerChannel } from '#core/worker/channel.ts';
import { openTrials } from '#inference/devices/trials.ts';
import { nativeOnly } from '#runner/launchers.ts';
import { NEVER } from '#test/support/real-workload.ts';

const probe = {
  file: { path: '/nowhere.onnx', dataFiles: [], sha256: '' },
  feeds: {},
  output: 'y',
  answer: [1],
  toleranceRatio: 0.1,
};
const GPU = { provider: 'webgpu', unit: null } as const;

/** A worker that hears everything and says nothing. */
function silentWorker(): WorkerChannel & { readonly ended: () => boolean } {
  let ended = false;
  let onExit: (reason: string) => void = () => undefined;
  return {
    send: () => undefined,
    onMessage: () => undefined,
    onExit: (listener) => (onExit = listener),
    kill: () => {
      ended = true;
      onExit('killed by SIGKILL');
    },
    ended: () => ended,
  };
}

describe('a trial', () => {
  it('that does not end is ended at its limit, and says so', async () => {
    const workers: ReturnType<typeof silentWorker>[] = [];
    const launchers = nativeOnly(async () => {
      const worker = silentWorker();
      workers.push(worker);
      return worker;
    });
    const tryTarget = openTrials({ probe, launchers, signal: NEVER, limitS: 0.05 });
    expect(await tryTarget(GPU)).toMatchObject({
      code: 'worker-silent',
      message: 'webgpu did not run a small model within 0.05 s and was ended',
    });
    // The processor was tried first, to compare with.
    expect(workers.map((worker) => worker.ended())).toEqual([true, true]);
  });

  it('whose worker cannot be started gives the reason', async () => {
    const launchers = nativeOnly(() => Promise.reject(new Error('no such file')));
    const tryTarget = openTrials({ probe, launchers, signal: NEVER });
    expect(await tryTarget(GPU)).toMatchObject({ code: 'internal', message: 'no such file' });
  });
});
