/** Trials of many targets, each against the processor time of the CPU provider. */
import { Fault, toWireFault } from '#core/errors.ts';
import type { StopSignal } from '#core/ports.ts';
import { PROVIDER_FACTS, type Target } from '#core/providers.ts';
import type { Launchers } from '#core/worker/channel.ts';
import type { Trial } from './environment.ts';
import { runTrial, type Probe, type TrialResult } from './trial.ts';

/** A first session compiles shaders, and the web's waits for a page. */
const LIMIT_S = 60;
/** TensorRT builds an engine for the card first. */
const TENSORRT_LIMIT_S = 300;

const CPU: Target = { provider: 'cpu', unit: null };

export interface TrialsOptions {
  readonly probe: Probe;
  readonly launchers: Launchers;
  readonly signal: StopSignal;
  /** Replaces the time limit of each trial, s. */
  readonly limitS?: number;
}

/** `tryTarget` of an environment: resolves with a `Fault` where the device does not work. */
export function openTrials(options: TrialsOptions): (target: Target) => Promise<Trial> {
  const { probe, launchers, signal } = options;
  let onCpu: Promise<TrialResult> | null = null;
  const run = (target: Target): Promise<TrialResult> =>
    runTrial({
      target,
      probe,
      launch: launchers[PROVIDER_FACTS[target.provider].runtime],
      limitS: options.limitS ?? (target.provider === 'tensorrt' ? TENSORRT_LIMIT_S : LIMIT_S),
      signal,
    });
  const cpu = (): Promise<TrialResult> => (onCpu ??= run(CPU));
  return async (target) => {
    try {
      if (target.provider === 'cpu') return withRatio(await cpu(), 1);
      // First, so that what is compared was not run beside it; a processor that fails says so in its own row.
      const { cpuSecondsPerInference: least } = await cpu().catch(() => NOT_COMPARED);
      const tried = await run(target);
      const own = tried.cpuSecondsPerInference;
      return withRatio(tried, own === null || least === null ? null : own / least);
    } catch (error) {
      return error instanceof Fault ? error : Fault.fromWire(toWireFault(error));
    }
  };
}

const NOT_COMPARED = { cpuSecondsPerInference: null };

const withRatio = ({ ran }: TrialResult, cpuRatio: number | null): Trial => ({ ran, cpuRatio });
