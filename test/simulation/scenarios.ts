/** Machines that are hard to measure, each as one seeded run of the real engine. */
import { Fault } from '#core/errors.ts';
import type { Clock, Conditions, CounterMeter, Meter } from '#core/ports.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';
import type { Row } from '#core/record/schema.ts';
import { seededRandom, type Random } from '#core/stats/random.ts';
import {
  bursts,
  pinkNoise,
  seededNormal,
  steps,
  sum,
  whiteNoise,
  type Normal,
} from '#test/support/simulation/noise.ts';
import { driftingIdle, steadyIdle, type IdlePower } from '#test/support/simulation/power-supply.ts';
import { simulatedCounter } from '#test/support/simulation/simulated-meters.ts';
import {
  raplLike,
  simulate,
  type SimulatedMachine,
  type SimulationOptions,
} from '#test/support/simulation/simulated-run.ts';
import type { Behaviour } from '#test/support/simulation/simulated-workload.ts';

interface Seeded {
  readonly normal: Normal;
  readonly uniform: Random;
}

export interface Scenario {
  readonly name: string;
  readonly idle: (seeded: Seeded) => IdlePower;
  readonly meters?: (machine: SimulatedMachine) => Meter[];
  readonly othersCpuSeconds?: (seeded: Seeded) => (atS: number) => number;
  readonly conditions?: (atS: number) => Partial<Conditions>;
  readonly slowdown?: (atS: number) => number;
}

/** Three ordinary loads on a laptop that idles at 5 W: true net J per inference = power × latency. */
export const LOADS: Readonly<Record<string, Behaviour>> = {
  small: { latencyS: 0.004, powerW: 8 },
  middle: { latencyS: 0.02, powerW: 12 },
  large: { latencyS: 0.12, powerW: 18 },
};
/** Standard deviation of a load's power from window to window: about what real processors show. */
const LOAD_SD = 0.01;

const base = steadyIdle(5);
const white = ({ normal }: Seeded) => whiteNoise(0.5, normal);
const slowCounter = ({ clock, supply }: SimulatedMachine): Meter[] => [
  simulatedCounter(clock, supply, { updatePeriodS: 0.1, unitJ: 1e-3, rangeCounts: null, readCostS: 0.005 }),
];

/** A burst draws 6 W and keeps 2 of the 4 processors busy. */
const BURST_W = 6;
const BURST_CPUS = 2;

export const SCENARIOS: readonly Scenario[] = [
  { name: 'white noise', idle: (seeded) => sum(base, white(seeded)) },
  { name: 'drift of idle power (+40 %)', idle: (seeded) => sum(driftingIdle(5, 0.03), white(seeded)) },
  {
    name: 'steps of idle power (0.5 W every 30 s)',
    idle: (seeded) => sum(base, white(seeded), steps(0.5, 30, seeded.normal, seeded.uniform)),
  },
  { name: '1/f noise (0.5 W)', idle: (seeded) => sum(base, pinkNoise(0.5, seeded.normal)) },
  { name: 'counter of 100 ms', idle: (seeded) => sum(base, white(seeded)), meters: slowCounter },
  {
    name: 'bursts of other programs, seen by the host',
    idle: (seeded) => sum(base, white(seeded), bursts(BURST_W, 2, 20, seeded.uniform)),
    // The same draws as the power's, so that processor time and power rise together.
    othersCpuSeconds: ({ uniform }) => bursts(BURST_CPUS, 2, 20, uniform).energyJ,
  },
  {
    name: 'bursts of power that nobody sees',
    idle: (seeded) => sum(base, white(seeded), bursts(BURST_W, 2, 20, seeded.uniform)),
  },
  {
    name: 'throttling a fifth of the time',
    idle: (seeded) => sum(base, white(seeded)),
    slowdown: (atS) => (isThrottled(atS) ? 1.3 : 1),
    conditions: (atS) => ({ throttleCount: throttleCountAt(atS) }),
  },
  {
    name: 'a meter that drops out now and then',
    idle: (seeded) => sum(base, white(seeded)),
    meters: (machine) => raplLike(machine).map((meter) => droppingOut(meter, machine.clock)),
  },
];

const CYCLE_S = 50;
const THROTTLED_S = 10;
const isThrottled = (atS: number): boolean => atS % CYCLE_S > CYCLE_S - THROTTLED_S;
function throttleCountAt(atS: number): number {
  const cycles = Math.floor(atS / CYCLE_S);
  const inCycleS = Math.max(0, (atS % CYCLE_S) - (CYCLE_S - THROTTLED_S));
  return Math.floor((cycles * THROTTLED_S + inCycleS) * 10);
}

function droppingOut(meter: CounterMeter, clock: Clock): CounterMeter {
  return {
    ...meter,
    async read() {
      const reading = await meter.read();
      if (clock.nowS() % 40 > 38) throw new Fault('meter-unreadable', 'the device is gone');
      return reading;
    },
  };
}

const seededBy = (seed: number): Seeded => ({
  normal: seededNormal(seed * 7919 + 1),
  uniform: seededRandom(seed * 104_729 + 3),
});

export interface Trial {
  readonly rows: readonly Row[];
  readonly truthJ: (model: string) => number;
}

/** One seeded run of the scenario. */
export function trialOptions(
  scenario: Scenario,
  seed: number,
  loads: Readonly<Record<string, Behaviour>> = LOADS,
  constants: Partial<ProtocolConstants> = {},
): SimulationOptions {
  const seeded = seededBy(seed);
  const idle = scenario.idle(seeded);
  const models = Object.fromEntries(
    Object.entries(loads).map(([name, load]) => [
      name,
      {
        ...load,
        powerFactor: () => 1 + LOAD_SD * seeded.normal(),
        ...(scenario.slowdown ? { slowdown: scenario.slowdown } : {}),
      },
    ]),
  );
  const othersCpuSeconds = scenario.othersCpuSeconds?.(seededBy(seed));
  return {
    models,
    idle,
    seed,
    constants,
    ...(scenario.meters ? { meters: scenario.meters } : {}),
    ...(scenario.conditions ? { conditions: scenario.conditions } : {}),
    ...(othersCpuSeconds ? { othersCpuSeconds } : {}),
  };
}

export async function runTrial(
  scenario: Scenario,
  seed: number,
  loads: Readonly<Record<string, Behaviour>> = LOADS,
  constants: Partial<ProtocolConstants> = {},
): Promise<Trial> {
  const { record } = await simulate(trialOptions(scenario, seed, loads, constants));
  return {
    rows: record.rows,
    truthJ: (model) => {
      const load = loads[model];
      if (load === undefined) throw new Error(`no load ${model}`);
      return load.latencyS * load.powerW;
    },
  };
}
