/** Runs a plan against the ports: the protocol of one benchmark. Knows no concrete meter. */
import type { RunListener } from '#core/events.ts';
import type { Clock, Host, Meter, Pace, PauseSignal, Screen, StopSignal, Workload } from '#core/ports.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';
import { METHOD_VERSION } from '#core/protocol/version.ts';
import { RECORD_SCHEMA, type LeftOut, type RunRecord } from '#core/record/schema.ts';
import { seededRandom, shuffled } from '#core/stats/random.ts';
import type { RunContext } from './context.ts';
import { measureFootprint } from './footprint.ts';
import { measureIdle, type IdleWindows } from './idle-window.ts';
import { isLive, takePreparation, type Lane } from './lane.ts';
import { measureWindow } from './measure-window.ts';
import { impracticalText, isPractical } from './metering/practical.ts';
import { Pausing } from './pause.ts';
import { ProgressTracker } from './progress.ts';
import { buildRows, hasConverged } from './rows.ts';
import { Telling } from './telling.ts';
import { coolDown } from './temperature.ts';
import { warmUp } from './warm-up.ts';

export interface Plan {
  /** 16 hex digits. */
  readonly id: string;
  /** Decides the order within each round. */
  readonly seed: number;
  readonly scenario: Pace;
  readonly constants: ProtocolConstants;
  /** What the record says of its origin; the engine only passes it on. */
  readonly origin: Pick<RunRecord, 'synthetic' | 'software' | 'machine' | 'meters'>;
  /** What a person should know of the plan itself, e.g. what was asked for and is not in it. */
  readonly notices?: readonly string[];
  /** Pairs that were asked for and cannot work. */
  readonly leftOut?: readonly LeftOut[];
}

export interface Ports {
  readonly clock: Clock;
  readonly host: Host;
  readonly meters: readonly Meter[];
  readonly workloads: readonly Workload[];
  /** null: no window of ours is on the screen. */
  readonly screen: Screen | null;
  /** null or absent: nobody can ask for a pause. */
  readonly pause?: PauseSignal | null;
}

/**
 * Measures until every interval is narrow enough, the time is over, or the signal aborts, and
 * returns the record. One configuration that fails does not end the run; workloads are closed in
 * every case.
 */
export async function runPlan(
  plan: Plan,
  ports: Ports,
  listener: RunListener,
  signal: StopSignal,
): Promise<RunRecord> {
  const run = await Run.begin(plan, ports, listener, signal);
  try {
    return await run.complete();
  } finally {
    await Promise.all(ports.workloads.map((workload) => workload.close()));
  }
}

class Run {
  readonly #plan: Plan;
  readonly #context: RunContext;
  readonly #lanes: readonly Lane[];
  /** Those that a window of this run can be read by. */
  readonly #practical: readonly Meter[];
  /** Those in use: known when all lanes are prepared, since what a lane runs on decides its meter. */
  #meters: readonly Meter[] = [];
  readonly #screen: Screen | null;
  readonly #pausing: Pausing;
  #footprint: RunRecord['footprint'] = null;
  readonly #idle: IdleWindows = new Map();
  readonly #telling: Telling;
  readonly #progress: ProgressTracker;
  readonly #startedAt: string;

  static async begin(plan: Plan, ports: Ports, listener: RunListener, signal: StopSignal): Promise<Run> {
    const { onMains } = await ports.host.conditions();
    return new Run(plan, ports, listener, signal, onMains);
  }

  private constructor(
    plan: Plan,
    ports: Ports,
    listener: RunListener,
    signal: StopSignal,
    startedOnMains: boolean | null,
  ) {
    const { constants } = plan;
    this.#plan = plan;
    this.#screen = ports.screen;
    this.#startedAt = ports.clock.wallTime().toISOString();
    this.#practical = ports.meters.filter((meter) => isPractical(meter, constants));
    this.#lanes = ports.workloads.map((workload) => ({
      configuration: workload.configuration,
      workload,
      prepared: null,
      meter: null,
      windows: [],
      latencyCounts: new Map(),
      fault: null,
      windowS: constants.windowSeconds,
      topFrequencyHz: null,
    }));
    const windowsPerRound = this.#lanes.length + 1;
    const steps = this.#lanes.length + 1 + constants.minRounds * windowsPerRound;
    this.#progress = new ProgressTracker(ports.clock, steps, constants.timeLimitSeconds);
    const runStartS = ports.clock.nowS();
    this.#telling = new Telling(listener, this.#progress, { clock: ports.clock, runStartS, signal });
    this.#context = {
      clock: ports.clock,
      host: ports.host,
      constants,
      scenario: plan.scenario,
      signal,
      runStartS,
      startedOnMains,
      notice: (text) => this.#telling.say('notice', text),
    };
    this.#pausing = new Pausing(ports.pause ?? null, this.#context, this.#progress, this.#telling);
    for (const text of plan.notices ?? []) this.#telling.say('notice', text);
    for (const meter of ports.meters.filter((candidate) => !this.#practical.includes(candidate))) {
      this.#telling.say('notice', impracticalText(meter, constants));
    }
  }

  async complete(): Promise<RunRecord> {
    await this.#telling.record('started', this.#record('running'));
    let paused = false;
    for (const lane of this.#lanes) {
      paused = (await this.#pausing.waitWhileAsked(0)) || paused;
      if (this.#context.signal.aborted) break;
      await this.#prepare(lane);
    }
    if (paused) await this.#pausing.warmAgain(this.#lanes, 0);
    this.#meters = [...new Set(this.#lanes.filter(isLive).flatMap(({ meter }) => meter ?? []))];
    if (this.#lanes.some(isLive) && !this.#context.signal.aborted) {
      this.#telling.say('notice', metersText(this.#meters));
      await this.#rounds();
    }

    const record = this.#record(this.#context.signal.aborted ? 'interrupted' : 'finished');
    await this.#telling.record('finished', record);
    return record;
  }

  async #prepare(lane: Lane): Promise<void> {
    await this.#telling.progress('preparing', 0, lane);
    await this.#telling.guard(lane, async () => {
      const prepared = await lane.workload.prepare(this.#context.signal);
      takePreparation(lane, prepared, this.#practical, this.#plan.origin.machine.gpus);
      await this.#telling.progress('warming-up', 0, lane);
      await warmUp(lane, this.#context);
    });
    this.#progress.step();
  }

  async #rounds(): Promise<void> {
    const { constants, signal } = this.#context;
    const random = seededRandom(this.#plan.seed);
    await this.#telling.progress('idle', 0, null);
    this.#footprint = await measureFootprint(this.#screen, this.#lanes, this.#meters, this.#context);
    await this.#awaitMeters();
    await this.#measureIdle(0);
    for (let round = 0; round < constants.maxRounds && !signal.aborted; round += 1) {
      if (round >= constants.minRounds) this.#progress.foresee(this.#lanes.filter(isLive).length + 1);
      const order = shuffled(this.#lanes, random).filter(isLive);
      const complete = await this.#round(round, order);
      // This idle window closes the run or opens the next round. One of its repetitions is left for after a pause.
      const idleMost = constants.maxRepeats + (this.#pausing.asked ? 0 : 1);
      const idleTaken = signal.aborted ? 0 : await this.#measureIdle(round + 1, Math.max(1, idleMost));

      const record = this.#record('running');
      await this.#telling.record('round-finished', record);
      if (!complete || this.#progress.isOutOfTime || !this.#lanes.some(isLive)) break;
      if (round + 1 >= constants.minRounds && hasConverged(this.#lanes, record.rows, constants)) break;
      await this.#pauseBefore(round + 1, constants.maxRepeats + 1 - idleTaken);
    }
  }

  /** A round has only so many idle windows; where none is left for after the pause, it waits for the next round. */
  async #pauseBefore(round: number, idleLeft: number): Promise<void> {
    if (idleLeft < 1 || !(await this.#pausing.waitWhileAsked(round))) return;
    await this.#pausing.warmAgain(this.#lanes, round);
    if (this.#context.signal.aborted) return;
    this.#progress.foresee(1);
    await this.#measureIdle(round, idleLeft);
  }

  /** A GPU that was just woken is not idle yet. */
  async #awaitMeters(): Promise<void> {
    const { clock, signal } = this.#context;
    const awakeS = Math.max(...this.#meters.map((meter) => ('awakeAtS' in meter && meter.awakeAtS) || 0), 0);
    await clock.sleep(awakeS - clock.nowS(), signal);
  }

  /** All configurations once, then those whose window did not count again. False: time was up. */
  async #round(round: number, order: readonly Lane[]): Promise<boolean> {
    const { constants, signal } = this.#context;
    const first = await this.#context.host.conditions();
    let waiting: readonly Lane[] = order;
    for (let attempt = 0; attempt <= constants.maxRepeats && waiting.length > 0; attempt += 1) {
      const again: Lane[] = [];
      for (const [index, lane] of waiting.entries()) {
        if (signal.aborted) return false;
        // The first round is finished in any case, so that every configuration has a figure.
        if (round > 0 && this.#progress.isOutOfTime) return false;
        const window = { number: index + 1, of: waiting.length, isRepeat: attempt > 0 };
        await this.#telling.progress('measuring', round, lane, window);
        await this.#telling.guard(lane, async () => {
          const cool = await coolDown(first.temperatureC, this.#context);
          const flags = await measureWindow(lane, round, !cool, this.#context);
          if (flags !== null) await this.#telling.windows(lane.windows.slice(-1), lane.meter, lane);
          if (flags !== null && flags.length > 0) again.push(lane);
        });
        if (attempt === 0) this.#progress.step();
      }
      waiting = again.filter(isLive);
      if (round === 0 && this.#progress.isOutOfTime) break;
    }
    return true;
  }

  /** At most `most` windows; absent: as many as the protocol allows. Returns how many were taken. */
  async #measureIdle(round: number, most?: number): Promise<number> {
    await this.#telling.progress('idle', round, null);
    const known = this.#meters.map(({ info }) => this.#idle.get(info.id)?.length ?? 0);
    const taken = await measureIdle(this.#lanes, this.#meters, round, this.#idle, this.#context, most);
    for (const [index, meter] of this.#meters.entries()) {
      await this.#telling.windows(this.#idle.get(meter.info.id)?.slice(known[index]) ?? [], meter, null);
    }
    this.#progress.step();
    return taken;
  }

  #record(state: RunRecord['state']): RunRecord {
    const { id, seed, scenario, constants, origin, leftOut = [] } = this.#plan;
    const inUse = new Set(this.#meters.map((meter) => meter.info.id));
    return {
      schema: RECORD_SCHEMA,
      id,
      methodVersion: METHOD_VERSION,
      synthetic: origin.synthetic,
      startedAt: this.#startedAt,
      state,
      software: origin.software,
      machine: origin.machine,
      meters: origin.meters.map((meter) =>
        meter.status === 'available' && inUse.has(meter.id) ? { ...meter, status: 'used' } : meter,
      ),
      plan: { seed, scenario, constants: { ...constants }, leftOut: [...leftOut] },
      footprint: this.#footprint,
      rows: buildRows(this.#lanes, this.#idle, constants),
      events: [...this.#telling.events],
    };
  }
}

function metersText(meters: readonly Meter[]): string {
  if (meters.length === 0) return 'No meter covers what runs here: latency is measured, and no energy.';
  const names = meters.map(({ info }) =>
    info.tier === 'estimate' ? 'an estimate from processor time' : `${info.id} (${info.tier})`,
  );
  return `Energy by ${names.join(', ')}.`;
}
