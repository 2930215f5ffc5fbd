/** What this machine has to run models on. The same for the terminal and the window. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { findOrStore } from '#catalogue/variant-store.ts';
import type { DeviceStatus } from '#core/devices.ts';
import { Fault } from '#core/errors.ts';
import { vendorName } from '#core/graphics.ts';
import type { StopSignal } from '#core/ports.ts';
import { PROVIDER_FACTS, RUNTIMES, type Runtime, type Target } from '#core/providers.ts';
import type { Launchers, WorkerLauncher } from '#core/worker/channel.ts';
import { readGraphics } from '#host/graphics.ts';
import { readNpus } from '#host/npus.ts';
import { askBackends } from '#inference/devices/ask-backends.ts';
import { discover } from '#inference/devices/discover.ts';
import type { DeviceEnvironment } from '#inference/devices/environment.ts';
import { possibleTargets } from '#inference/devices/targets.ts';
import type { Probe } from '#inference/devices/trial.ts';
import { openTrials } from '#inference/devices/trials.ts';
import { createClient } from '#inference/worker/client.ts';
import {
  PROBE_ANSWER,
  PROBE_INPUT,
  PROBE_OUTPUT,
  PROBE_TOLERANCE_RATIO,
  probeInput,
  probeModel,
} from '#models/builders/probe.ts';
import type { Places } from './places.ts';

export interface FindDevicesOptions {
  readonly places: Places;
  readonly launchers: Launchers;
  /** Only these are tried; one without a unit stands for all of its units. null: all that there could be here. */
  readonly targets: readonly Target[] | null;
  /** With `targets` null: only targets of these runtimes. Left out: of all. */
  readonly runtimes?: readonly Runtime[];
  readonly signal: StopSignal;
}

/**
 * The processor first. Each target is tried for real, one after the other: some tenths of a second for a native one
 * that works, seconds for one that compiles shaders or opens a page. What does not work is a status with its
 * reason. Rejects with `interrupted` when the signal aborts, and with a `Fault` of the cache folder.
 */
export async function findDevices(options: FindDevicesOptions): Promise<DeviceStatus[]> {
  const environment = await environmentOf(options);
  return discover(environment, options.targets ?? possibleTargets(environment, options.runtimes));
}

async function environmentOf(options: FindDevicesOptions): Promise<DeviceEnvironment> {
  const { places, launchers, targets, runtimes = RUNTIMES, signal } = options;
  const wants = (runtime: Runtime): boolean =>
    targets?.some(({ provider }) => PROVIDER_FACTS[provider].runtime === runtime) ??
    runtimes.includes(runtime);
  const model = cpus()[0]?.model.trim() ?? null;
  const probe = await storedProbe(places);
  const [graphics, npus, backends, web] = await Promise.all([
    readGraphics(),
    readNpus(process.platform, model),
    wants('native') ? askBackends(launchers.native) : [],
    wants('web') ? pageFault(launchers.web) : null,
  ]);
  return {
    platform: process.platform,
    arch: process.arch,
    processor: { model, vendor: vendorName(model) },
    backends,
    graphics,
    npus,
    web,
    tryTarget: openTrials({ probe, launchers, signal }),
  };
}

/** Opens a page and closes it again: then one can be opened. */
async function pageFault(launch: WorkerLauncher): Promise<Fault | null> {
  try {
    await createClient(await launch()).close(new Fault('interrupted', 'The page was closed.'));
    return null;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** Written once, whole or not at all, and made again if it is altered. */
async function storedProbe({ cacheDir }: Places): Promise<Probe> {
  const bytes = probeModel();
  const name = `probe-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
  const file = await findOrStore(join(cacheDir, 'devices'), name, async (path) => {
    await writeFile(path, bytes);
    return { dataFiles: [], report: null };
  });
  return {
    file,
    feeds: { [PROBE_INPUT.name]: { ...PROBE_INPUT, data: probeInput() } },
    output: PROBE_OUTPUT.name,
    answer: PROBE_ANSWER,
    toleranceRatio: PROBE_TOLERANCE_RATIO,
  };
}
