/** The submissions of one made run, each with the figures that the program gets from its windows. */
import type { Precision } from '#core/configuration.ts';
import { uncoveredReasons } from '#core/energy/choose.ts';
import { comparisonKey } from '#core/leaderboard/comparison.ts';
import { conditionsOf } from '#core/leaderboard/conditions.ts';
import { SUBMISSION_SCHEMA, type Submission } from '#core/leaderboard/schema.ts';
import { QUICK, STANDARD, type ProtocolConstants } from '#core/protocol/constants.ts';
import { cpuSecondsPerInference, summariseEnergy, throughputPerS } from '#core/protocol/summary.ts';
import { judge } from '#core/protocol/verdict.ts';
import { METHOD_VERSION } from '#core/protocol/version.ts';
import { latencyQuantiles } from '#core/stats/latency-sketch.ts';
import { shuffled, type Random } from '#core/stats/random.ts';
import { openEstimate } from '#meters/estimate.ts';
import { between, oneOf, randomOf, rounded } from './draw.ts';
import { madeSigner } from './keys.ts';
import { madeLatencies } from './latencies.ts';
import { lineOf, type MadeLine } from './line.ts';
import { machineOf, type Machine } from './machines.ts';
import { asMeter, type MeterFacts } from './meters.ts';
import { fidelityOf, modelOf, PRECISION_FACTS, shaOf, type Model } from './models.ts';
import { ROWS_PER_RUN, type BoardOptions } from './options.ts';
import { setupsOf, type Setup, type Target } from './targets.ts';
import { idleWindows, measuringWindows, type Metering } from './windows.ts';

/** From when on a made board was filled, and for how long: since the program exists. */
const FROM_MS = Date.UTC(2026, 0, 2, 8);
const DAYS = 180;

type Payload = Omit<Submission, 'id' | 'signature'>;
type Scenario = Submission['scenario'];

const BACK_TO_BACK: Scenario = { kind: 'back-to-back' };
const AT_10: Scenario = { kind: 'fixed-rate', ratePerS: 10 };
const CONSTANTS = { quick: { ...QUICK }, standard: { ...STANDARD } };

interface Choice {
  readonly target: Target;
  readonly precision: Precision;
}

/** Lines `index * ROWS_PER_RUN` and on, of a board of `options.count`. */
export function madeRun(options: BoardOptions, index: number): MadeLine[] {
  const { seed } = options;
  const random = randomOf(seed, index);
  const number = Math.floor(random() * options.devices);
  const machine = machineOf(seed, number);
  const model = modelOf(Math.floor(random() * options.models));
  const setup = oneOf(random, setupsOf(machine));
  const standard = random() < 0.15;
  const constants: ProtocolConstants = standard ? CONSTANTS.standard : CONSTANTS.quick;
  const rounds = constants.minRounds + (random() < 0.25 ? 1 : 0);
  const shared = {
    constants: constants as unknown as Record<string, number>,
    device: machine.device,
    meter: meterFacts(machine, setup),
    methodVersion: METHOD_VERSION,
    runId: shaOf(`${seed}/${index}`).slice(0, 16),
    schema: SUBMISSION_SCHEMA,
    scenario: random() < 0.1 ? AT_10 : BACK_TO_BACK,
    seed: Math.floor(random() * 2 ** 32),
    software: softwareOf(machine),
    startedAt: startedAt(options, index, random),
  } as const;
  const metering = meteringOf(machine, setup);
  const windowS = Math.max(
    constants.windowSeconds,
    setup.meter.reads === 'level' ? constants.minUpdatePeriods * (setup.meter.info.updatePeriodS ?? 0) : 0,
    setup.meter.info.id === 'ioreport' ? 10 : 0,
  );
  const threads = oneOf(
    random,
    [1, 2, 4, machine.kind.cores].filter((count) => count <= machine.kind.cores),
  );
  const batch = random() < 0.15 ? oneOf(random, [4, 8]) : 1;
  const rows = choicesOf(model, setup, random).map((choice) => {
    const asked = { model, machine, setup, choice, threads, batch, windowS, rounds };
    return { asked, row: rowOf(asked, shared.scenario, random) };
  });
  // Each row's windows have their slot in the round, with room for one that is repeated.
  const slotsS = rows.map(({ row }) => (2.7 * row.latencies.count) / rounds / row.paceS + 1);
  const firstS = windowS + 1;
  const roundS = rounded(
    slotsS.reduce((sum, slotS) => sum + slotS, firstS),
    3,
  );
  const idle = idleWindows(metering, rounds, windowS, roundS, random);
  const signer = options.signed ? madeSigner(seed, number) : null;
  return rows.map(({ asked, row }, place) => {
    const atS = slotsS.slice(0, place).reduce((sum, slotS) => sum + slotS, firstS);
    const measured = measuringWindows(metering, row, idle, atS, random);
    const windows = [...idle, ...measured].sort((a, b) => a.startS - b.startS);
    return lineOf(payloadOf(asked, shared, windows, row.latencies.sketch, constants), signer);
  });
}

function meterFacts(machine: Machine, { meter }: Setup): MeterFacts {
  return meter.reads === 'estimate' ? estimateOf(machine).info : meter.info;
}

const estimates = new WeakMap<Machine, { info: MeterFacts; powerW: (busyCpus: number) => number }>();

function estimateOf(machine: Machine): { info: MeterFacts; powerW: (busyCpus: number) => number } {
  const known = estimates.get(machine);
  if (known !== undefined) return known;
  const meter = openEstimate(machine.device);
  const info = {
    deviceName: null,
    ...meter.info,
    domains: [...meter.info.domains],
    summed: [...meter.info.summed],
  };
  const estimate = { info, powerW: (busyCpus: number) => meter.powerW(busyCpus) };
  estimates.set(machine, estimate);
  return estimate;
}

function meteringOf(machine: Machine, { meter }: Setup): Metering {
  const { kind } = machine;
  const ofCard = meter.info.summed[0] === 'gpu';
  const idleW = (ofCard ? (kind.gpu?.idleW ?? 0) : kind.idleW + meter.elsewhereW) * machine.thirst;
  return { meter, idleW, estimateW: (busy) => estimateOf(machine).powerW(busy) };
}

function softwareOf({ electron }: Machine): Submission['software'] {
  return electron ? IN_THE_APP : ON_THE_COMMAND_LINE;
}
const ON_THE_COMMAND_LINE = { joulemark: '0.1.0', onnxruntime: '1.30.0', node: '20.20.2', electron: null };
const IN_THE_APP = { ...ON_THE_COMMAND_LINE, electron: '45.0.0' };

/** In the order of the file, spread over the board's time. */
function startedAt({ count }: BoardOptions, index: number, random: Random): string {
  const runs = Math.ceil(count / ROWS_PER_RUN);
  const stepMs = (DAYS * 86_400_000) / runs;
  return new Date(FROM_MS + Math.floor((index + random()) * stepMs)).toISOString();
}

/** Four different pairs of target and precision. */
function choicesOf(model: Model, { targets }: Setup, random: Random): Choice[] {
  const pairs = targets.flatMap((target) => model.precisions.map((precision) => ({ target, precision })));
  return shuffled(pairs, random).slice(0, ROWS_PER_RUN);
}

interface Asked {
  readonly model: Model;
  readonly machine: Machine;
  readonly setup: Setup;
  readonly choice: Choice;
  readonly threads: number;
  readonly batch: number;
  readonly windowS: number;
  readonly rounds: number;
}

/** What one row of the run shows: from the model's size, the machine and the precision. */
function rowOf(
  { model, machine, choice, threads, batch, windowS, rounds }: Asked,
  scenario: Scenario,
  random: Random,
) {
  const { engine, onGpu } = choice.target;
  const facts = PRECISION_FACTS[choice.precision];
  // Threads help less and less; a GPU does not care.
  const share = onGpu ? 1 : (threads / machine.kind.cores) ** 0.75;
  const speed = engine.gmacsPerS * 1e9 * machine.speed * share * (onGpu ? facts.gpu : facts.cpu);
  const overheadMs = onGpu ? 0.35 : 0.03;
  const medianMs = (1000 * model.macs * batch) / (speed * 0.45) + overheadMs * between(random, 0.9, 1.1);
  const paceS =
    scenario.kind === 'fixed-rate' && medianMs * 1.5 < 1000 / scenario.ratePerS ? scenario.ratePerS : null;
  // No window is shorter than its run's, or holds fewer than ten.
  const wanted = Math.max(12, Math.ceil(windowS * 1.01 * (paceS ?? 1000 / medianMs)) + 2);
  const repeated = random() < 0.06 ? 1 : 0;
  const latencies = madeLatencies(
    medianMs,
    between(random, 0.008, 0.03),
    wanted * (rounds + repeated),
    random,
  );
  const powerW = engine.busyW * machine.thirst * (onGpu ? 0.7 : share ** 0.85) * facts.power;
  return {
    latencies,
    // Between two inferences there is next to nothing.
    paceS: paceS ?? (1000 / latencies.meanMs) * 0.999,
    netJ: (powerW * latencies.meanMs) / 1000,
    noise: machine.noise * (random() < 0.1 ? 4 : 1),
    cpuS: ((onGpu ? 0.15 : threads * 0.97) * latencies.meanMs) / 1000,
    repeated,
    throttled: random() < 0.02,
  };
}

type Shared = Pick<
  Payload,
  | 'constants'
  | 'device'
  | 'meter'
  | 'methodVersion'
  | 'runId'
  | 'schema'
  | 'scenario'
  | 'seed'
  | 'software'
  | 'startedAt'
>;

function payloadOf(
  { model, machine, setup, choice, threads, batch }: Asked,
  shared: Shared,
  windows: Submission['windows'],
  sketch: readonly (readonly [number, number])[],
  constants: ProtocolConstants,
): Payload {
  const { target, precision } = choice;
  const { provider, unit, ran, placed } = target;
  const { meter } = setup;
  const summary = summariseEnergy(windows, constants.confidenceLevel);
  const judged = judge(summary, windows, meter.info.tier, constants);
  const fidelity = fidelityOf(model, precision, Math.floor(machine.speed * 100) % 8);
  const latencyMs = latencyQuantiles(sketch);
  const rate = throughputPerS(windows);
  if (
    summary.netJ === null ||
    summary.grossJ === null ||
    summary.interval === null ||
    latencyMs === null ||
    rate === null
  )
    throw new Error('a made run has figures');
  const worked = { device: placed.device, adapter: ran.adapter };
  const uncovered = uncoveredReasons(asMeter(meter), worked, placed.timeByDevice);
  const unkeyed = {
    ...shared,
    adapter: ran.adapter,
    conditions: conditionsOf(windows),
    configuration: {
      arena: true,
      batch,
      device: placed.device,
      model: model.id,
      modelKind: model.kind,
      modelSha256: model.sha256,
      precision,
      provider,
      spinning: true,
      threads: target.onGpu ? 1 : threads,
      unit,
      variantSha256: precision === 'fp32' ? model.sha256 : shaOf(`${model.sha256}/${precision}`),
      work: model.work,
    },
    deviceVerified: placed.deviceVerified,
    domains: meter.info.summed,
    fallbacks: ran.placement.fallbacks as Submission['fallbacks'],
    fidelity,
    placement: ran.placement.timeRatio,
    placementNodes: ran.placement.nodeRatio,
    ranAs: placed.ranAs,
    reasons: [
      ...placed.reasons,
      ...uncovered,
      ...fidelity.shortfalls.map((text) => `degraded: ${text}`),
      ...judged.reasons,
    ],
    results: {
      ci95: [summary.interval.low, summary.interval.high] as [number, number],
      cpuSecondsPerInference: cpuSecondsPerInference(windows),
      grossJ: summary.grossJ,
      latencyMs,
      latencySketch: sketch as [number, number][],
      meterInterval: null,
      netJ: summary.netJ,
      throughputPerS: rate,
    },
    tensorsOn: ran.tensorsOn,
    tier: meter.info.tier,
    verdict: judged.verdict as Submission['verdict'],
    windows,
  };
  return { ...unkeyed, comparisonKey: comparisonKey(unkeyed) };
}
