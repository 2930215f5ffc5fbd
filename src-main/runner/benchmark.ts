/** One benchmark from the request to the saved record: the same for the terminal and the window. */
import { randomBytes, randomInt } from 'node:crypto';
import { findModels, openCatalogue } from '#catalogue/catalogue.ts';
import { Fault } from '#core/errors.ts';
import type { RunListener } from '#core/events.ts';
import { leftOutNotices, memoryLimitOf } from '#core/left-out.ts';
import { constantsOf } from '#core/protocol/chosen-constants.ts';
import type { Pace, PauseSignal, Screen, StopSignal, Workload } from '#core/ports.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { Launchers } from '#core/worker/channel.ts';
import { runPlan } from '#engine/run.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { chooseDevices } from './choose-devices.ts';
import { crossAll, type Chosen } from './configurations.ts';
import { findDevices } from './devices.ts';
import { lazyWorkload, openModel, type ModelSource } from './lazy-workload.ts';
import type { Places } from './places.ts';
import { refusedWorkload } from './refused-workload.ts';
import { saving } from './saving.ts';
import { closeMeters, lookAround } from './surroundings.ts';

export interface BenchmarkOptions {
  readonly request: RunRequest;
  readonly places: Places;
  readonly launchers: Launchers;
  /** Electron's version when the app runs it. */
  readonly electron: string | null;
  /** The app's window; null on the command line. */
  readonly screen: Screen | null;
  /** null or absent: nobody can ask for a pause. */
  readonly pause?: PauseSignal | null;
  readonly listener: RunListener;
  readonly signal: StopSignal;
}

/**
 * Runs the benchmark and returns the finished (or interrupted) record, which lies in the history
 * folder since its first round. Rejects with a `Fault` when nothing could be run at all.
 */
export async function runBenchmark(options: BenchmarkOptions): Promise<RunRecord> {
  const { request, places, launchers, electron, signal } = options;
  const models = findModels(request.models, await openCatalogue(places));
  const { devices, notices } = await chooseDevices(request.providers, (targets) =>
    findDevices({ places, launchers, targets, signal }),
  );
  const { machine, software, host, meters, statuses, synthetic } = await lookAround(places, electron);
  try {
    const memoryLimitBytes = memoryLimitOf(request, machine);
    const { chosen, leftOut } = crossAll({ request, models, devices, machine, memoryLimitBytes });
    const plan = {
      id: randomBytes(8).toString('hex'),
      seed: request.seed ?? randomInt(2 ** 32),
      scenario: scenarioOf(request),
      constants: constantsOf(request),
      origin: { synthetic, software, machine, meters: [...statuses] },
      notices: [...notices, ...leftOutNotices(leftOut)],
      leftOut,
    };
    const limits = { noFallback: request.noFallback, memoryLimitBytes };
    const sources = new Map<string, ModelSource>(
      models.map((model) => [model.id, openModel(model, places, launchers, limits)]),
    );
    const workloads = chosen.map((each) => workloadOf(each, sources));
    const { screen, pause = null } = options;
    const ports = { clock: monotonicClock, host, meters, workloads, screen, pause };
    return await runPlan(plan, ports, saving(options.listener, places.historyDir), signal);
  } finally {
    await closeMeters(meters);
  }
}

function workloadOf({ model, device, configuration }: Chosen, sources: Map<string, ModelSource>): Workload {
  if (device.state === 'unavailable') return refusedWorkload(configuration, model.work, device);
  const source = sources.get(model.id);
  if (source === undefined) throw new Fault('internal', `no source of ${model.id}`);
  return lazyWorkload(configuration, source);
}

const scenarioOf = ({ ratePerS }: RunRequest): Pace =>
  ratePerS === null ? { kind: 'back-to-back' } : { kind: 'fixed-rate', ratePerS };
