import { ON_CPU, type Configuration } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { RAN_ON_CPU, type Ran } from '#core/placement.ts';
import type { Clock, Pace, PreparedWorkload, Workload, WorkTrace } from '#core/ports.ts';
import type { Fidelity } from '#core/record/schema.ts';
import type { PowerSupply } from './power-supply.ts';

export interface Behaviour {
  readonly latencyS: number;
  /** Power above idle while it runs, W. */
  readonly powerW: number;
  readonly threads?: number;
  /** Dies during its n-th run (from 1), as a killed worker does. */
  readonly diesInRun?: number;
  readonly failsToLoad?: boolean;
  /** Power of a run is multiplied by this: caches and leakage differ from run to run. */
  readonly powerFactor?: () => number;
  /** Latency and, with it, energy per inference are multiplied by this while throttled. */
  readonly slowdown?: (atS: number) => number;
  /** What it asks for; the processor where this is absent. */
  readonly asks?: Partial<Configuration>;
  /** What it then runs on. */
  readonly ran?: Ran;
  /** How its answers fare; null where this is absent. */
  readonly fidelity?: Fidelity;
  /** Whose power it draws; the processor's where this is absent. */
  readonly drawsFrom?: 'processor' | 'card';
}

export const configuration = (
  model: string,
  precision: Configuration['precision'] = 'fp32',
): Configuration => ({
  model,
  modelSha256: 'a'.repeat(64),
  modelKind: 'trained',
  precision,
  ...ON_CPU,
  threads: 1,
  batch: 1,
});

/** A workload whose true energy per inference is `powerW × latencyS`. */
export class SimulatedWorkload implements Workload {
  readonly configuration: Configuration;
  readonly work = { unit: 'inference', perInference: 1 } as const;
  readonly behaviour: Behaviour;
  closed = false;
  readonly #clock: Clock;
  readonly #supply: PowerSupply;
  #startS: number | null = null;
  #usedS = 0;
  #runs = 0;
  #powerW = 0;
  #latencyS = 0;

  constructor(name: Configuration, behaviour: Behaviour, clock: Clock, supply: PowerSupply) {
    this.configuration = name;
    this.behaviour = behaviour;
    this.#clock = clock;
    this.#supply = supply;
  }

  prepare(): Promise<PreparedWorkload> {
    if (this.behaviour.failsToLoad) {
      return Promise.reject(new Fault('session-failed', `${this.configuration.model} does not load`));
    }
    const { ran = RAN_ON_CPU, fidelity = null } = this.behaviour;
    return Promise.resolve({ ran, fidelity, variantSha256: 'b'.repeat(64) });
  }

  async start(_pace: Pace): Promise<void> {
    this.#runs += 1;
    this.#startS = this.#clock.nowS();
    const { powerW, latencyS, powerFactor, slowdown } = this.behaviour;
    this.#powerW = powerW * (powerFactor?.() ?? 1);
    this.#latencyS = latencyS * (slowdown?.(this.#startS) ?? 1);
    this.#supply.addLoad(this.#powerW);
    await this.#clock.sleep(this.#latencyS);
  }

  async stop(): Promise<WorkTrace> {
    const startS = this.#startS;
    if (startS === null) throw new Error('stop without start');
    const { threads = 1 } = this.behaviour;
    const latencyS = this.#latencyS;
    // The inference under way is finished first.
    const count = Math.max(1, Math.ceil((this.#clock.nowS() - startS) / latencyS - 1e-9));
    await this.#clock.sleep(startS + count * latencyS - this.#clock.nowS());
    this.#supply.addLoad(-this.#powerW);
    this.#startS = null;
    if (this.#runs === this.behaviour.diesInRun) throw new Fault('worker-died', 'killed by SIGKILL');
    const starts = Float64Array.from({ length: count }, (_, index) => startS + index * latencyS);
    const endS = startS + count * latencyS;
    const before = this.#usedS;
    this.#usedS += (endS - startS) * threads;
    return {
      startsS: starts,
      endsS: starts.map((value) => value + latencyS),
      cpuAtS: Float64Array.of(startS, endS),
      cpuSeconds: Float64Array.of(before, this.#usedS),
    };
  }

  cpuSeconds(): Promise<number> {
    return Promise.resolve(this.cpuSecondsNow());
  }

  /** Processor time up to now, that of a run under way included, s. */
  cpuSecondsNow(): number {
    const runningS = this.#startS === null ? 0 : this.#clock.nowS() - this.#startS;
    return this.#usedS + runningS * (this.behaviour.threads ?? 1);
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
