/** A machine in words: what its system, its binding and its sessions say, for the search for devices. */
import type { Systeminformation } from 'systeminformation';
import { Fault, type FaultCode } from '#core/errors.ts';
import { vendorName, type NeuralProcessor } from '#core/graphics.ts';
import type { Adapter, Ran } from '#core/placement.ts';
import { targetName } from '#core/providers.ts';
import { cardOf } from '#host/graphics.ts';
import type { DeviceEnvironment, Trial } from '#inference/devices/environment.ts';

export interface DescribedMachine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly cpuModel: string;
  /** As the binding lists them; with a `-` before it: not installed. */
  readonly backends: readonly string[];
  /** As systeminformation gives them. */
  readonly controllers: readonly Systeminformation.GraphicsControllerData[];
  readonly npus: readonly NeuralProcessor[];
  readonly web: Fault | null;
  /** What a session on each target shows. One that is not here must not be tried. */
  readonly trials: Readonly<Record<string, Trial>>;
}

/** `tried`: the targets in the order in which they were tried. */
export function environmentOf(machine: DescribedMachine, tried: string[] = []): DeviceEnvironment {
  const { platform, arch, cpuModel, backends, controllers, npus, web, trials } = machine;
  return {
    ...{ platform, arch, npus, web },
    processor: { model: cpuModel, vendor: vendorName(cpuModel) },
    backends: backends.map((name) => ({ name: name.replace(/^-/, ''), installed: !name.startsWith('-') })),
    graphics: controllers.map(cardOf),
    async tryTarget(target) {
      const name = targetName(target);
      tried.push(name);
      const trial = trials[name];
      if (trial === undefined) throw new Error(`${name} was tried, and nothing says what it shows`);
      return trial;
    },
  };
}

/** A session whose nodes ran as `timeRatio` says. */
export function ranOn(
  timeRatio: Readonly<Record<string, number>>,
  adapter: Partial<Adapter> | null = null,
  cpuRatio: number | null = null,
): Trial {
  const ran: Ran = {
    placement: { timeRatio, nodeRatio: timeRatio, fallbacks: [], examples: [] },
    adapter: adapter && { ...UNKNOWN, ...adapter },
    tensorsOn: 'host',
  };
  return { ran, cpuRatio };
}

const UNKNOWN: Adapter = {
  ...{ name: null, vendor: null, kind: null, fp16: null, memoryBytes: null },
  ...{ verified: true, evidence: 'as the test says' },
};

export const failed = (code: FaultCode, message: string): Fault => new Fault(code, message);

/** Its pages work, and have neither WebGPU nor WebNN behind them. */
export const PLAIN_PAGES: DescribedMachine['trials'] = {
  wasm: ranOn({ cpu: 1 }, null, 1.3),
  'web-webgpu': failed('provider-failed', 'requestAdapter() gave no adapter'),
  'webnn:cpu': ranOn({ cpu: 1 }),
  'webnn:gpu': ranOn({ cpu: 1 }),
  'webnn:npu': ranOn({ cpu: 1 }),
};
