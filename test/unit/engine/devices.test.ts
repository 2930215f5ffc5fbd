/** What the engine makes of what sessions ran on: which meter, which device, which rank. */
import { describe, expect, it } from 'vitest';
import { isDegraded } from '#core/fidelity.ts';
import { rankGroup } from '#core/ranking/group.ts';
import { recordSchema, type Row } from '#core/record/schema.ts';
import { openEstimate } from '#meters/estimate.ts';
import { fallback, sampleAdapter, sampleRan, SWIFTSHADER } from '#test/support/sample-ran.ts';
import {
  nvmlLike,
  raplLike,
  simulate,
  type SimulatedMachine,
} from '#test/support/simulation/simulated-run.ts';
import type { Behaviour } from '#test/support/simulation/simulated-workload.ts';

const rowOf = (rows: readonly Row[], model: string): Row => {
  const found = rows.find((candidate) => candidate.model === model);
  if (found === undefined) throw new Error(`no row of ${model}`);
  return found;
};

const asks = { provider: 'webgpu', device: 'gpu' } as const;
const onCpu: Behaviour = { latencyS: 0.01, powerW: 20 };
const onCard: Behaviour = {
  ...{ latencyS: 0.002, powerW: 100, asks, drawsFrom: 'card' },
  ran: sampleRan({ webgpu: 0.9, cpu: 0.1 }, { placement: { fallbacks: [fallback('Clip', 0.1)] } }),
};
const inSoftware: Behaviour = {
  ...{ latencyS: 0.1, powerW: 20, asks },
  ran: sampleRan({ webgpu: 1 }, { adapter: SWIFTSHADER }),
};
const fellBack: Behaviour = {
  ...{ latencyS: 0.02, powerW: 20, asks },
  ran: sampleRan({ webgpu: 0.12, cpu: 0.88 }, { placement: { fallbacks: [fallback('Det', 0.88)] } }),
};
const both = (machine: SimulatedMachine) => [...raplLike(machine), nvmlLike(machine)];

describe('a run on several devices', () => {
  it('measures each by the meter that covers what it ran on', async () => {
    const { record } = await simulate({ models: { onCpu, onCard }, meters: both });
    expect(recordSchema.parse(record)).toEqual(record);
    expect(rowOf(record.rows, 'onCpu')).toMatchObject({ device: 'cpu', domains: ['package'], rank: 1 });
    const card = rowOf(record.rows, 'onCard');
    expect(card).toMatchObject({ device: 'gpu', domains: ['gpu'], verdict: 'trusted', ranAs: null });
    expect(card.netJ).toBeCloseTo(0.2, 3);
    expect(card.fallbacks).toEqual([fallback('Clip', 0.1)]);
    expect(card.reasons).toEqual([
      'cpu executed 10 % of the node time and 10 % of the nodes; Clip ran on cpu',
      'what the processor used is not in the energy, which covers gpu',
    ]);
  });

  it('ranks a card’s joules and a package’s apart, each from 1, the groups one after the other', async () => {
    const twice = { ...onCard, latencyS: 0.004 };
    const { record } = await simulate({
      models: { slow: { ...onCpu, latencyS: 0.02 }, twice, onCpu, onCard },
      meters: both,
    });
    expect(record.rows.map(({ model, rank }) => [model, rank])).toEqual([
      ['onCpu', 1],
      ['slow', 2],
      ['onCard', 1],
      ['twice', 2],
    ]);
    expect(new Set(record.rows.map(rankGroup)).size).toBe(2);
  });

  it('calls a GPU row incomplete where no meter covers the GPU, and measures its latency', async () => {
    const { record } = await simulate({
      models: { onCpu, onCard },
      meters: (machine) => [...raplLike(machine), openEstimate({ cpuModel: null, logicalCpus: 4 })],
    });
    const card = rowOf(record.rows, 'onCard');
    expect(card).toMatchObject({ verdict: 'incomplete', tier: null, domains: [], netJ: null, rank: null });
    expect(card.reasons.join()).toContain('no meter covers the GPU (GeForce RTX 3060)');
    expect(card.latencyMs?.median).toBeCloseTo(2, 1);
    expect(record.rows.map(({ model }) => model)).toEqual(['onCpu', 'onCard']);
  });

  it('ranks a software adapter with the processor, whose energy it uses', async () => {
    const { record } = await simulate({ models: { onCpu, inSoftware }, meters: both });
    expect(rowOf(record.rows, 'inSoftware')).toMatchObject({
      device: 'cpu',
      domains: ['package'],
      rank: 2,
      adapter: { kind: 'software' },
      deviceVerified: true,
      reasons: ['the adapter is software (google SwiftShader): the processor did the work'],
    });
    expect(rowOf(record.rows, 'inSoftware').netJ).toBeCloseTo(2, 2);
  });

  it('relabels a row that fell back, and measures it where it ran', async () => {
    const { record } = await simulate({ models: { onCpu, fellBack }, meters: both });
    const row = rowOf(record.rows, 'fellBack');
    expect(row).toMatchObject({ device: 'cpu', ranAs: 'cpu', domains: ['package'], rank: 2 });
    expect(row.reasons[0]).toMatch(/^ran as cpu: webgpu executed 12 % of the node time .*; Det ran on cpu$/);
    expect(row.reasons[1]).toBe('what the GPU used is not in the energy, which covers package');
  });

  it('takes neither of two cards for one that nothing names', async () => {
    const adapter = sampleAdapter({ name: null, vendor: null, kind: null, verified: false });
    const unnamed = { ...onCard, ran: sampleRan({ webgpu: 1 }, { adapter }) };
    const { record } = await simulate({
      models: { unnamed },
      meters: (machine) => [nvmlLike(machine), nvmlLike(machine, 'NVIDIA GeForce RTX 4090')],
    });
    const row = rowOf(record.rows, 'unnamed');
    expect(row).toMatchObject({ verdict: 'incomplete', deviceVerified: false });
    expect(row.reasons.join()).toContain('two GPUs are metered');
  });

  it('asks the system’s list of GPUs where the adapter has no name', async () => {
    const adapter = sampleAdapter({ name: null, vendor: null, kind: null });
    const unnamed = { ...onCard, ran: sampleRan({ webgpu: 1 }, { adapter }) };
    const gpus = ['NVIDIA GeForce RTX 3060', 'Intel UHD Graphics'];
    const { record } = await simulate({ models: { unnamed }, meters: both, gpus });
    expect(rowOf(record.rows, 'unnamed').reasons.join()).toContain('this machine has 2 GPUs');
  });

  it('begins with rows that claim no meter, and names those in use once all are prepared', async () => {
    const { events } = await simulate({ models: { onCpu, onCard }, meters: both });
    const notices = events.flatMap((event) => (event.kind === 'notice' ? [event.text] : []));
    expect(notices).toEqual([
      'Energy by simulated-counter (counter), nvml:NVIDIA GeForce RTX 3060 (counter).',
    ]);
    const [started] = events;
    if (started?.kind !== 'started') throw new Error('a run begins with its start');
    expect(recordSchema.safeParse(started.record).success).toBe(true);
    expect(started.record.rows.map(({ tier, device, reasons }) => [tier, device, reasons])).toEqual([
      [null, 'cpu', ['no window was measured']],
      [null, 'gpu', ['no window was measured']],
    ]);
  });

  it('measures on without a device that does not load, and reads no meter for it', async () => {
    const { record } = await simulate({
      models: { onCpu, broken: { ...onCard, failsToLoad: true } },
      meters: (machine) => {
        const [rapl] = raplLike(machine);
        const card = { ...nvmlLike(machine), read: () => Promise.reject(new Error('read for nothing')) };
        return rapl === undefined ? [] : [rapl, card];
      },
    });
    expect(rowOf(record.rows, 'onCpu').verdict).toBe('trusted');
    const broken = rowOf(record.rows, 'broken');
    expect(broken).toMatchObject({ verdict: 'failed', device: 'gpu', tier: null, placement: {} });
    expect(isDegraded(broken)).toBe(false);
  });

  it('keeps what is known when it is interrupted while it prepares', async () => {
    const stop = new AbortController();
    const { record } = await simulate({
      models: { onCard, later: onCpu },
      meters: both,
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind === 'progress' && event.progress.phase === 'warming-up') stop.abort();
      },
    });
    expect(record.state).toBe('interrupted');
    expect(recordSchema.parse(record)).toEqual(record);
    expect(rowOf(record.rows, 'onCard')).toMatchObject({ tier: 'counter', domains: ['gpu'], rank: null });
    expect(rowOf(record.rows, 'later')).toMatchObject({ tier: null, verdict: 'incomplete' });
  });
});
