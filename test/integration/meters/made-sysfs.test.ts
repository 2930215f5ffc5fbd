import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { RAN_ON_CPU } from '#core/placement.ts';
import type { Workload } from '#core/ports.ts';
import { STANDARD } from '#core/protocol/constants.ts';
import { runPlan } from '#engine/run.ts';
import { openHost } from '#host/conditions.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { probeMeters } from '#meters/registry.ts';
import { configuration } from '#test/support/simulation/simulated-workload.ts';
import { madeEnvironment } from '#test/support/sysfs/made-environment.ts';
import { madeSysfs, removeTree } from '#test/support/sysfs/made-rapl.ts';
import { raiseCounter } from '#test/support/sysfs/rising-counter.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Sleeps in place of inferences: the tree's power is the same whatever runs. */
function sleepingWorkload(): Workload {
  let startS = 0;
  const trace = () => {
    const endS = monotonicClock.nowS();
    const count = 100;
    const eachS = (endS - startS) / count;
    const starts = Float64Array.from({ length: count }, (_, index) => startS + index * eachS);
    return {
      startsS: starts,
      endsS: starts.map((from) => from + eachS),
      cpuAtS: Float64Array.of(startS, endS),
      cpuSeconds: Float64Array.of(0, 0),
    };
  };
  return {
    configuration: configuration('sleeper'),
    work: { unit: 'inference', perInference: 1 },
    prepare: () => Promise.resolve({ ran: RAN_ON_CPU, fidelity: null, variantSha256: 'b'.repeat(64) }),
    start: () => {
      startS = monotonicClock.nowS();
      return Promise.resolve();
    },
    stop: () => Promise.resolve(trace()),
    cpuSeconds: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  };
}

async function measuredPowersW(powerW: number, startUj: number, rangeUj: number, periodMs: number) {
  const zone = {
    zone: 'intel-rapl:0',
    name: 'package-0',
    energyUj: String(startUj),
    rangeUj: String(rangeUj),
  };
  const root = await madeSysfs([zone]);
  cleanUps.push(() => removeTree(root));
  const file = join(root, 'class/powercap/intel-rapl:0/energy_uj');
  cleanUps.push(await raiseCounter({ file, powerW, startUj, rangeUj, periodMs }));

  const machine = { cpuModel: null, logicalCpus: 2 };
  const probes = await probeMeters(madeEnvironment(root, monotonicClock, machine));
  const meters = probes.flatMap((probe) => (probe.ok ? [probe.meter] : []));
  const record = await runPlan(
    {
      id: '0123456789abcdef',
      seed: 1,
      scenario: { kind: 'back-to-back' },
      constants: { ...STANDARD, windowSeconds: 1, minRounds: 3, maxRounds: 3 },
      origin: {
        synthetic: true,
        software: { joulemark: '0', onnxruntime: '0', node: '0', electron: null },
        machine: {
          ...machine,
          cpuVendor: null,
          physicalCores: null,
          memoryBytes: null,
          gpus: [],
          virtualMachine: null,
          osName: 'made',
          osRelease: null,
          arch: 'none',
        },
        meters: [],
      },
    },
    {
      clock: monotonicClock,
      host: await openHost(root),
      meters,
      workloads: [sleepingWorkload()],
      screen: null,
    },
    () => undefined,
    new AbortController().signal,
  );
  const [row] = record.rows;
  expect(row?.tier).toBe('counter');
  // A window whose edges came late on a busy machine says so itself, and was measured again.
  const windows = row?.windows.filter(({ flags }) => !flags.includes('coarse')) ?? [];
  expect(windows.length).toBeGreaterThanOrEqual(7);
  return windows.map(({ energyJ, durationS }) => (energyJ ?? NaN) / durationS);
}

describe('a made sysfs tree whose counter rises by a known power', () => {
  it('gives that power within 1 % in every window', async () => {
    for (const powerW of await measuredPowersW(25, 240_422_366_267, 262_143_328_850, 1)) {
      expect(Math.abs(powerW / 25 - 1)).toBeLessThan(0.01);
    }
  });

  it('gives it through a counter wrap, too', async () => {
    // 40 W from 100 J below the range: the register starts again after 2.5 s.
    for (const powerW of await measuredPowersW(40, 262_043_328_850, 262_143_328_850, 1)) {
      expect(Math.abs(powerW / 40 - 1)).toBeLessThan(0.01);
    }
  });

  it('gives it from a counter that is updated only every 50 ms', async () => {
    for (const powerW of await measuredPowersW(25, 0, 65_532_610_987, 50)) {
      expect(Math.abs(powerW / 25 - 1)).toBeLessThan(0.01);
    }
  });
});
