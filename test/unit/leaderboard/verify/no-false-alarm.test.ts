/** What the engine makes is never called altered or implausible, however bad the machine. */
import { describe, expect, it } from 'vitest';
import type { SubmissionEntry } from '#core/leaderboard/submission.ts';
import { verifyLine } from '#core/leaderboard/verify/verify.ts';
import { QUICK, THOROUGH } from '#core/protocol/constants.ts';
import { openEstimate } from '#meters/estimate.ts';
import { seededNormal, sum, whiteNoise } from '#test/support/simulation/noise.ts';
import { driftingIdle, steadyIdle } from '#test/support/simulation/power-supply.ts';
import { SCENARIOS, trialOptions } from '#test/simulation/scenarios.ts';
import { fallback, sampleAdapter, sampleRan, SWIFTSHADER } from '#test/support/sample-ran.ts';
import { simulatedLines } from '#test/support/simulation/simulated-lines.ts';
import { simulatedCounter, simulatedLevel } from '#test/support/simulation/simulated-meters.ts';
import {
  nvmlLike,
  raplLike,
  type SimulatedMachine,
  type SimulationOptions,
} from '#test/support/simulation/simulated-run.ts';

const models = { a: { latencyS: 0.01, powerW: 20 }, b: { latencyS: 0.033, powerW: 9, threads: 4 } };
const a = { a: models.a };
const asks = { provider: 'webgpu', device: 'gpu' } as const;
const onCard = {
  ...{ latencyS: 0.002, powerW: 100, asks, drawsFrom: 'card' as const },
  ran: sampleRan({ webgpu: 0.9, cpu: 0.1 }, { placement: { fallbacks: [fallback('Clip', 0.1)] } }),
};
const fellBack = {
  ...{ latencyS: 0.02, powerW: 20, asks },
  ran: sampleRan({ webgpu: 0.12, cpu: 0.88 }, { placement: { fallbacks: [fallback('Det', 0.88)] } }),
};
const unverified = {
  ...onCard,
  ran: sampleRan(
    { webgpu: 1 },
    { adapter: sampleAdapter({ verified: false, evidence: 'found in /home/me' }) },
  ),
};
const counter =
  (updatePeriodS: number, unitJ: number, rangeCounts: bigint | null = null) =>
  ({ clock, supply }: SimulatedMachine) => [
    simulatedCounter(clock, supply, { updatePeriodS, unitJ, rangeCounts }),
  ];
const level =
  (periodS: number) =>
  ({ clock, supply }: SimulatedMachine) => [simulatedLevel(clock, supply, periodS)];
const both = (machine: SimulatedMachine) => [...raplLike(machine), nvmlLike(machine)];
const estimate = (cpuModel: string | null) => () => [openEstimate({ cpuModel, logicalCpus: 4 })];

const RUNS: Readonly<Record<string, SimulationOptions>> = {
  'a quiet machine': { models },
  'a quick run': { models, constants: QUICK },
  'a thorough run': { models: a, constants: THOROUGH },
  'idle power that drifts and is noisy': {
    models,
    idle: driftingIdle(5, 0.05),
    conditions: (atS) => ({ temperatureC: 40 + atS / 10 }),
  },
  'hardly any idle power': {
    models,
    idle: sum(steadyIdle(1), whiteNoise(0.3, seededNormal(3))),
    meters: level(0.1),
  },
  'a counter of 100 ms': { models, meters: counter(0.1, 1e-3) },
  'a short register': { models, meters: counter(0.001, 1e-6, 30_000_000n) },
  'a coarse counter': { models, meters: counter(0.5, 4) },
  'a counter that is too coarse': { models: a, meters: counter(5, 100) },
  'a power reading': { models, meters: level(0.5) },
  'a battery of a reading in 15 s': {
    models: a,
    meters: level(15),
    constants: { windowSeconds: 300, timeLimitSeconds: 7200 },
  },
  'an estimate by averages': { models, meters: estimate(null) },
  'an estimate by design power': { models, meters: estimate('Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz') },
  'a class of accuracy': {
    models: a,
    meters: (machine) =>
      raplLike(machine).map((meter) => ({ ...meter, info: { ...meter.info, accuracyRatio: 0.05 } })),
  },
  'other programs at first': { models, othersCpuSeconds: (atS) => 3 * Math.min(atS, 12) },
  'other programs all the time': { models, othersCpuSeconds: (atS) => 3 * atS },
  'throttling and another power source': {
    models,
    conditions: (atS) => ({ throttleCount: Math.floor(atS), onMains: atS < 10 }),
  },
  'a suspend': { models, conditions: (atS) => ({ wallS: atS < 7 ? atS : atS + 3600 }) },
  'a slow model': { models: { slow: { latencyS: 1.5, powerW: 20 } } },
  'a model of two minutes': {
    models: { slow: { latencyS: 120, powerW: 20 } },
    constants: { minRounds: 2, maxRounds: 2, timeLimitSeconds: 86_400 },
  },
  'a tiny model': { models: { tiny: { latencyS: 0.00002, powerW: 20 } }, constants: QUICK },
  'a time limit in the second round': { models, constants: { timeLimitSeconds: 25 } },
  'a worker that dies': { models: { ...a, b: { ...models.b, diesInRun: 5 } } },
  'a graphics card beside the processor': { models: { ...models, onCard }, meters: both },
  'a model that fell back': { models: { ...a, fellBack }, meters: both },
  'a software adapter': {
    models: {
      soft: {
        ...{ latencyS: 0.1, powerW: 20, asks },
        ran: sampleRan({ webgpu: 1 }, { adapter: SWIFTSHADER }),
      },
    },
    meters: both,
  },
  'an adapter that nothing verifies, with a private path': { models: { unverified }, meters: both },
};

const NOW = new Date('2026-01-02');

function expectNothingWrong(lines: readonly SubmissionEntry[]): void {
  expect(lines.length).toBeGreaterThan(0);
  for (const { line, label } of lines) {
    const { state, reasons } = verifyLine(line, () => false, { now: NOW });
    expect({ label, state, reasons }).toEqual({
      label,
      state: 'unsigned',
      reasons: ['nobody has signed it'],
    });
  }
}

describe('a run that the engine made', () => {
  it.each(Object.keys(RUNS))('has lines that verify: %s', async (name) => {
    expectNothingWrong(await simulatedLines(RUNS[name] as SimulationOptions));
  });

  it.each([0, 1, 2, 3, 4, 5])('has lines that verify when it is interrupted in round %i of 3', async (at) => {
    const stop = new AbortController();
    const lines = await simulatedLines({
      ...{ models, constants: QUICK, idle: driftingIdle(5, 0.05), signal: stop.signal },
      onEvent: (event) => {
        const isThere = event.kind === 'progress' && event.progress.round === at;
        if (isThere && event.progress.phase === 'measuring') stop.abort();
      },
    });
    // Before the third round is whole, nothing is submitted.
    if (at >= 3) expectNothingWrong(lines);
    else expect(lines.every(({ submission }) => submission.conditions.rounds >= 3)).toBe(true);
  });

  it.each(SCENARIOS.map(({ name }) => name))('has lines that verify: %s', async (name) => {
    const scenario = SCENARIOS.find((each) => each.name === name);
    if (scenario === undefined) throw new Error(`no scenario ${name}`);
    for (const seed of [1, 2, 3]) expectNothingWrong(await simulatedLines(trialOptions(scenario, seed)));
  });
});

describe('a run on the machine of somebody whose name is a word', () => {
  it.each(['processor', 'nodes', 'power', 'other', 'clip'])('has lines that verify: %s', async (word) => {
    const onCards = { models: { ...a, onCard }, meters: both, constants: QUICK };
    const estimated = {
      ...{ models, meters: estimate('i5-8250U'), constants: QUICK },
      othersCpuSeconds: (atS: number) => 3 * atS,
    };
    const lines = [...(await simulatedLines(onCards, [word])), ...(await simulatedLines(estimated, [word]))];
    expect(lines.filter(({ line }) => line.includes('withheld')).length).toBeGreaterThan(0);
    expectNothingWrong(lines);
  });
});
