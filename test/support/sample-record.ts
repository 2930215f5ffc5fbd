/** Records for tests: valid, small, and made up. */
import { ON_CPU } from '#core/configuration.ts';
import type { Row, RunRecord, Window } from '#core/record/schema.ts';
import { METHOD_VERSION } from '#core/protocol/version.ts';
import { QUICK } from '#core/protocol/constants.ts';

const SHA_A = 'a'.repeat(64);
const SHA_B = 'b'.repeat(64);

export function sampleWindow(changes: Partial<Window> = {}): Window {
  return {
    round: 1,
    kind: 'measure',
    startS: 2.5,
    durationS: 1.01,
    inferences: 100.5,
    energyJ: 10.5,
    uncertaintyJ: 0.002,
    energyByDomain: { package: 10.5 },
    idlePowerW: 4,
    cpuSeconds: 0.99,
    temperatureC: 51,
    flags: [],
    ...changes,
  };
}

function sampleWindows(): Window[] {
  return [1, 2, 3].flatMap((round) => [
    sampleWindow({ round, kind: 'idle', startS: round * 10, inferences: 0, temperatureC: null }),
    sampleWindow({ round, startS: round * 10 + 2, temperatureC: 50 + round }),
  ]);
}

export function sampleRow(changes: Partial<Row> = {}): Row {
  return {
    model: 'silero-vad',
    modelSha256: SHA_A,
    modelKind: 'trained',
    variantSha256: SHA_A,
    precision: 'fp32',
    ...ON_CPU,
    threads: 2,
    batch: 1,
    work: { unit: 'inference', perInference: 1 },
    againstFp32: null,
    tier: 'counter',
    domains: ['package'],
    verdict: 'trusted',
    reasons: [],
    rank: 1,
    netJ: 0.0641,
    grossJ: 0.1045,
    ci95: [0.0632, 0.065],
    meterInterval: null,
    latencyMs: { median: 9.8, p90: 10.4, p99: 12.1 },
    latencySketch: [
      [457, 90],
      [470, 11],
    ],
    throughputPerS: 99.5,
    cpuSecondsPerInference: 0.0098,
    placement: { cpu: 1 },
    placementNodes: { cpu: 1 },
    fallbacks: [],
    ranAs: null,
    adapter: null,
    deviceVerified: true,
    tensorsOn: 'host',
    fidelity: null,
    windows: sampleWindows(),
    ...changes,
  };
}

export function sampleRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: 'joulemark.record/1',
    id: '0123456789abcdef',
    methodVersion: METHOD_VERSION,
    synthetic: false,
    startedAt: '2026-01-31T08:30:00.250Z',
    state: 'finished',
    software: { joulemark: '0.1.0', onnxruntime: '1.30.0', node: '20.19.0', electron: null },
    machine: {
      cpuModel: 'Example CPU 9',
      cpuVendor: 'Example',
      physicalCores: 4,
      logicalCpus: 8,
      memoryBytes: 16_500_000_000,
      gpus: [],
      virtualMachine: false,
      osName: 'Debian GNU/Linux',
      osRelease: '12',
      arch: 'x64',
    },
    meters: [
      {
        status: 'used',
        lastReading: '12.3 W',
        id: 'rapl-powercap',
        tier: 'counter',
        domains: ['package', 'core'],
        summed: ['package'],
        source: '/sys/class/powercap/intel-rapl:0',
        deviceName: null,
        updatePeriodS: 0.001,
        resolutionJ: 0.000061,
        accuracyRatio: null,
      },
    ],
    plan: { seed: 42, scenario: { kind: 'back-to-back' }, constants: { ...QUICK }, leftOut: [] },
    rows: [
      sampleRow(),
      sampleRow({
        precision: 'int8-dynamic',
        variantSha256: SHA_B,
        rank: 2,
        netJ: 0.0702,
        grossJ: 0.112,
        ci95: [0.069, 0.0714],
      }),
    ],
    footprint: null,
    events: [],
    ...changes,
  };
}
