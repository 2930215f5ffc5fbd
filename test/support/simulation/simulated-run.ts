import type { RunEvent } from '#core/events.ts';
import type { Conditions, CounterMeter, Host, Meter, PauseSignal, Screen, StopSignal } from '#core/ports.ts';
import { STANDARD, type ProtocolConstants } from '#core/protocol/constants.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { runPlan, type Plan } from '#engine/run.ts';
import { PowerSupply, steadyIdle, type IdlePower } from './power-supply.ts';
import { simulatedCounter } from './simulated-meters.ts';
import { configuration, SimulatedWorkload, type Behaviour } from './simulated-workload.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface SimulatedMachine {
  readonly clock: VirtualClock;
  /** Of the processor. */
  readonly supply: PowerSupply;
  /** Of a graphics card beside it. */
  readonly card: PowerSupply;
}

export interface SimulationOptions {
  /** By model name. */
  readonly models: Readonly<Record<string, Behaviour>>;
  readonly idle?: IdlePower;
  readonly constants?: Partial<ProtocolConstants>;
  readonly seed?: number;
  /** See `VirtualClock`. */
  readonly lateS?: () => number;
  /** As the system lists them. */
  readonly gpus?: readonly string[];
  readonly meters?: (machine: SimulatedMachine) => Meter[];
  /** Processor time that other programs have used by a moment, s; absent: the host cannot tell. */
  readonly othersCpuSeconds?: (atS: number) => number;
  /** Replaces parts of the conditions, by time. */
  readonly conditions?: (atS: number) => Partial<Conditions>;
  readonly signal?: StopSignal;
  /** A window of ours, e.g. one that draws power while it is visible. */
  readonly screen?: (machine: SimulatedMachine) => Screen;
  readonly pause?: PauseSignal;
  readonly onEvent?: (event: RunEvent, machine: SimulatedMachine) => void;
}

export interface SimulationResult {
  readonly record: RunRecord;
  readonly events: readonly RunEvent[];
  readonly workloads: readonly SimulatedWorkload[];
}

/** A host that can tell nothing but the time. */
export const QUIET: Conditions = {
  atS: 0,
  wallS: 0,
  busyCpuSeconds: null,
  ownCpuSeconds: 0,
  temperatureC: null,
  frequencyHz: null,
  throttleCount: null,
  onMains: null,
};

/** A counter like RAPL's. */
export const raplLike = ({ clock, supply }: Pick<SimulatedMachine, 'clock' | 'supply'>): CounterMeter[] => [
  simulatedCounter(clock, supply, { updatePeriodS: 0.001, unitJ: 2 ** -14, rangeCounts: 2n ** 32n }),
];

/** A card's counter like NVML's. */
export const nvmlLike = ({ clock, card }: SimulatedMachine, name = 'NVIDIA GeForce RTX 3060'): CounterMeter =>
  simulatedCounter(clock, card, {
    ...{ updatePeriodS: 0.05, unitJ: 1e-3, rangeCounts: null },
    ...{ domain: 'gpu', id: `nvml:${name}`, deviceName: name },
  });

/** One whole run of the real engine in virtual time. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const clock = new VirtualClock(options.lateS);
  const supply = new PowerSupply(clock, options.idle ?? steadyIdle(5));
  const card = new PowerSupply(clock, steadyIdle(15));
  const machine = { clock, supply, card };
  const workloads = Object.entries(options.models).map(([model, behaviour]) => {
    const source = behaviour.drawsFrom === 'card' ? card : supply;
    return new SimulatedWorkload({ ...configuration(model), ...behaviour.asks }, behaviour, clock, source);
  });
  const host: Host = {
    logicalCpus: 4,
    conditions: () => {
      const atS = clock.nowS();
      const othersCpuSeconds = options.othersCpuSeconds?.(atS);
      const ours = workloads.reduce((total, workload) => total + workload.cpuSecondsNow(), 0);
      const busyCpuSeconds = othersCpuSeconds === undefined ? null : othersCpuSeconds + ours;
      return Promise.resolve({ ...QUIET, atS, wallS: atS, busyCpuSeconds, ...options.conditions?.(atS) });
    },
  };
  const plan: Plan = {
    id: '0123456789abcdef',
    seed: options.seed ?? 1,
    scenario: { kind: 'back-to-back' },
    constants: { ...STANDARD, ...options.constants },
    origin: {
      synthetic: true,
      software: { joulemark: '0', onnxruntime: '0', node: '0', electron: null },
      machine: {
        cpuModel: 'simulated',
        cpuVendor: null,
        physicalCores: 4,
        logicalCpus: 4,
        memoryBytes: null,
        gpus: [...(options.gpus ?? [])],
        virtualMachine: null,
        osName: 'none',
        osRelease: null,
        arch: 'none',
      },
      meters: [],
    },
  };
  const events: RunEvent[] = [];
  const never: StopSignal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };
  const record = await runPlan(
    plan,
    {
      clock,
      host,
      meters: (options.meters ?? raplLike)(machine),
      workloads,
      screen: options.screen?.(machine) ?? null,
      pause: options.pause ?? null,
    },
    (event) => {
      events.push(event);
      options.onEvent?.(event, machine);
    },
    options.signal ?? never,
  );
  return { record, events, workloads };
}
