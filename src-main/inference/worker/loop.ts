/** The hot loop: nothing here but inferences, two clock readings each, and a look at the time. */
import type { InferenceSession } from 'onnxruntime-node';
import type { Fault } from '#core/errors.ts';
import type { Pace, WorkTrace } from '#core/ports.ts';
import { runFault } from './providers/native-fault.ts';
import { TraceRecorder } from './trace-recorder.ts';

export interface RunningLoop {
  /** Resolves when the first inference has ended; rejects with a `Fault` if it failed. */
  readonly first: Promise<void>;
  /** Ends after the inference under way; rejects with a `Fault` if one failed meanwhile. */
  stop(): Promise<WorkTrace>;
}

/** Seconds on the monotonic clock that all processes of the machine share. */
const nowS = (): number => Number(process.hrtime.bigint()) / 1e9;

export function startLoop(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  pace: Pace,
): RunningLoop {
  const recorder = new TraceRecorder();
  const control: Control = { stopping: false, wake: null };
  const { promise: first, resolve, reject } = deferred();
  const ended = run(session, feeds, pace, recorder, control, resolve).catch((cause: unknown) => {
    const fault = runFault(cause, 'inference failed');
    reject(fault);
    throw fault;
  });
  // A failure is told by `first` or by `stop`, whichever is asked; until then nobody listens.
  ended.catch(() => undefined);
  return {
    first,
    async stop() {
      control.stopping = true;
      control.wake?.();
      await ended;
      return recorder.trace();
    },
  };
}

interface Control {
  stopping: boolean;
  /** Ends the pause before the next inference, if there is one. */
  wake: (() => void) | null;
}

async function run(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  pace: Pace,
  recorder: TraceRecorder,
  control: Control,
  onFirst: () => void,
): Promise<void> {
  const periodS = pace.kind === 'fixed-rate' ? 1 / pace.ratePerS : 0;
  const originS = nowS();
  recorder.sampleCpu(originS);
  do {
    // From the origin, not from the last start: a late start does not shift those after it.
    if (periodS > 0) await until(originS + recorder.count * periodS, control);
    if (control.stopping && recorder.count > 0) break;
    const startS = nowS();
    await session.run(feeds);
    const endS = nowS();
    recorder.add(startS, endS);
    if (recorder.count === 1) onFirst();
    if (recorder.cpuDue(endS)) {
      recorder.sampleCpu(endS);
      // So that `stop` is heard even if a backend's promise resolves without leaving this turn.
      await new Promise(setImmediate);
    }
  } while (!control.stopping);
  recorder.sampleCpu(nowS());
}

/** Waits until the moment or until the loop is stopped; timers are coarse, so up to 2 ms longer. */
async function until(momentS: number, control: Control): Promise<void> {
  for (let leftS = momentS - nowS(); leftS > 0 && !control.stopping; leftS = momentS - nowS()) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(leftS * 1000));
      control.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  control.wake = null;
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (fault: Fault) => void } {
  let resolve: () => void = () => undefined;
  let reject: (fault: Fault) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
