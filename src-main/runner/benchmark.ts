/** One benchmark from the request to the saved record: the same for the terminal and the window. */
import { Fault } from '#core/errors.ts';
import type { RunListener } from '#core/events.ts';
import type { StopSignal } from '#core/ports.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { WorkerLauncher } from '#core/worker-channel.ts';
import type { Places } from './places.ts';

export interface BenchmarkOptions {
  readonly request: RunRequest;
  readonly places: Places;
  readonly launch: WorkerLauncher;
  /** Electron's version when the app runs it. */
  readonly electron: string | null;
  readonly listener: RunListener;
  readonly signal: StopSignal;
}

/**
 * Runs the benchmark and returns the finished (or interrupted) record, which lies in the history
 * folder since its first round. Rejects with a `Fault` when nothing could be run at all.
 */
export function runBenchmark(options: BenchmarkOptions): Promise<RunRecord> {
  return Promise.reject(new Fault('internal', `not wired yet: ${options.places.packageRoot}`));
}
