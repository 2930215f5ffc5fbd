/** The hot loop: nothing here but inferences, two clock readings each, and a look at the time. */
import { Fault } from '#core/errors.ts';
import type { Pace } from '#core/ports.ts';
import { type RecordedTimes, TimeRecorder } from '#core/worker/time-recorder.ts';
import { faultOf } from './faults.ts';

export interface RunningLoop {
  /** Resolves when the first inference has ended; rejects with a `Fault` if it failed. */
  readonly first: Promise<void>;
  /** Ends after the inference under way; rejects with a `Fault` if one failed meanwhile. */
  stop(): Promise<RecordedTimes>;
}

/** Seconds of the page's clock, which is isolated and so has steps of 5 µs. */
export const nowS = (): number => performance.now() / 1000;

/** Messages are let in at most this often, s: WebAssembly keeps its thread, and `stop` would not be heard. */
const BREATH_PERIOD_S = 0.05;

interface Control {
  stopping: boolean;
  /** Ends the pause before the next inference, if there is one. */
  wake: (() => void) | null;
}

/** `infer` resolves when its inference is over, on whatever device. `lost` rejects when that device goes away. */
export function startLoop(infer: () => Promise<unknown>, pace: Pace, lost: Promise<never>): RunningLoop {
  const recorder = new TimeRecorder();
  const control: Control = { stopping: false, wake: null };
  let resolve: () => void = () => undefined;
  let reject: (fault: Fault) => void = () => undefined;
  const first = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  const ended = Promise.race([run(infer, pace, recorder, control, resolve), lost]).catch((cause: unknown) => {
    control.stopping = true;
    const fault = faultOf(cause, 'inference-failed', 'inference failed');
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
      return recorder.times();
    },
  };
}

async function run(
  infer: () => Promise<unknown>,
  pace: Pace,
  recorder: TimeRecorder,
  control: Control,
  onFirst: () => void,
): Promise<void> {
  const periodS = pace.kind === 'fixed-rate' ? 1 / pace.ratePerS : 0;
  const originS = nowS();
  let nextBreathS = originS;
  do {
    // From the origin, not from the last start: a late start does not shift those after it.
    if (periodS > 0) await until(originS + recorder.count * periodS, control);
    if (control.stopping && recorder.count > 0) break;
    const startS = nowS();
    await infer();
    const endS = nowS();
    recorder.add(startS, endS);
    if (recorder.count === 1) onFirst();
    if (endS >= nextBreathS) {
      nextBreathS = endS + BREATH_PERIOD_S;
      await breath();
    }
  } while (!control.stopping);
}

/** Waits until the moment or until the loop is stopped; timers are coarse, so up to 4 ms longer. */
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

const { port1: far, port2: near } = new MessageChannel();

/** One turn of the event loop, without the 4 ms that browsers add to timers within timers. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    near.onmessage = () => resolve();
    far.postMessage(null);
  });
}

/** For work that is asked for outside the loop. */
export function orLost<T>(work: Promise<T>, lost: Promise<never>): Promise<T> {
  return Promise.race([work, lost]);
}

/** Of a provider whose device cannot go away. */
export const NEVER_LOST = new Promise<never>(() => undefined);

export function deviceLost(message: string): Fault {
  return new Fault('device-lost', `The GPU device went away: ${message || 'the browser gives no reason'}.`);
}
