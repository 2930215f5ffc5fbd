/** From what a person asked for to the configurations that go together. */
import { PRECISIONS, type Configuration, type Precision } from '#core/configuration.ts';
import type { DeviceStatus } from '#core/devices.ts';
import { Fault } from '#core/errors.ts';
import { leftOutNotices, missingPrecisions, whyLeftOut } from '#core/left-out.ts';
import type { LeftOut, MachineFacts } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { ModelDefinition } from '#models/definition.ts';

export interface Chosen {
  readonly model: ModelDefinition;
  readonly device: DeviceStatus;
  readonly configuration: Configuration;
}

export interface Matrix {
  readonly chosen: readonly Chosen[];
  /** Each pair that was asked for and cannot work. */
  readonly leftOut: readonly LeftOut[];
}

export interface MatrixOptions {
  readonly request: RunRequest;
  readonly models: readonly ModelDefinition[];
  /** In the order in which their rows are wanted. */
  readonly devices: readonly DeviceStatus[];
  readonly machine: MachineFacts;
  /** Of one worker; null: no limit. */
  readonly memoryLimitBytes: number | null;
}

/** Crosses models, precisions, devices and the session's settings. Throws `nothing-to-run` when none go together. */
export function crossAll({ request, models, devices, machine, memoryLimitBytes }: MatrixOptions): Matrix {
  const threads = request.threads ?? defaultThreads(machine);
  const chosen: Chosen[] = [];
  const leftOut: LeftOut[] = [];
  for (const model of models) {
    leftOut.push(...missingPrecisions(model, request.precisions));
    for (const precision of precisionsOf(model, request)) {
      for (const device of devices) {
        const reason = whyLeftOut(model, precision, device, memoryLimitBytes);
        if (reason === null) chosen.push(...configurationsOf(model, precision, device, request, threads));
        else leftOut.push({ model: model.id, precision, target: device.target, reason });
      }
    }
  }
  if (chosen.length === 0) throw nothingToRun(leftOut);
  return { chosen, leftOut };
}

function precisionsOf(model: ModelDefinition, { precisions }: RunRequest): Precision[] {
  const asked = precisions ?? model.usualPrecisions;
  return PRECISIONS.filter((each) => asked.includes(each) && model.precisions.includes(each));
}

function configurationsOf(
  model: ModelDefinition,
  precision: Precision,
  device: DeviceStatus,
  request: RunRequest,
  threads: number,
): Chosen[] {
  return settingsOf(device, request).map((settings) => ({
    model,
    device,
    configuration: {
      model: model.id,
      modelSha256: model.sha256,
      modelKind: model.kind,
      precision,
      provider: device.provider,
      unit: device.unit,
      device: device.device,
      threads,
      ...settings,
      batch: 1,
    },
  }));
}

type Settings = Pick<Configuration, 'spinning' | 'arena'>;

/** Threads and arena of the native CPU kernels; elsewhere they hardly work, and a row for each would say nothing. */
function settingsOf({ provider }: DeviceStatus, { spinning, arena }: RunRequest): Settings[] {
  if (provider !== 'cpu') return [{ spinning: true, arena: true }];
  const [spins, arenas] = [new Set(spinning ?? [true]), new Set(arena ?? [true])];
  return [...spins].flatMap((spin) => [...arenas].map((keep) => ({ spinning: spin, arena: keep })));
}

function nothingToRun(leftOut: readonly LeftOut[]): Fault {
  const notices = leftOutNotices(leftOut);
  const why = notices.length === 0 ? 'no device of those chosen is here.' : notices.join(' ');
  return new Fault('nothing-to-run', `Nothing of what was chosen goes together: ${why}`);
}

/** One a physical core, as ONNX Runtime itself chooses; never more than the processors we may use. */
export function defaultThreads({ physicalCores, logicalCpus }: MachineFacts): number {
  return Math.min(physicalCores ?? logicalCpus, logicalCpus);
}
