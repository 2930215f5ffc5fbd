/** Entries of the fake's leaderboards: what other people's machines would have submitted. */
import type { Precision } from '#core/configuration.ts';
import type { CheckedLine, ListedSubmission } from '#core/leaderboard/rank.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { seededRandom } from '#core/stats/random.ts';

export const OWN_KEY = 'ada1'.repeat(16);
export const OWN_CLI_KEY = 'c110'.repeat(16);
const GRACE = '9ace'.repeat(16);

const PROCESSORS = [
  ['Apple M3 Pro', 'macOS', '15.2', 'arm64', 12],
  ['AMD Ryzen 7 7840U', 'Fedora Linux', '41', 'x64', 8],
  ['Intel Core i5-8350U', 'Debian GNU/Linux', '12', 'x64', 4],
  ['Intel Core Ultra 7 155H', 'Windows 11', '10.0.26100', 'x64', 16],
  ['Raspberry Pi 5 (BCM2712)', 'Debian GNU/Linux', '12', 'arm64', 4],
  ['Intel Xeon Platinum 8370C', 'Ubuntu', '24.04', 'x64', 2],
] as const;
const PRECISIONS: readonly Precision[] = ['int8-dynamic', 'fp32', 'fp16', 'int8-static'];

const hex = (n: number): string => n.toString(16).padStart(8, '0').repeat(8);

/** `count` lines of one model, the same for the same seed. */
export function fakeLines(record: RunRecord, count: number, changes: Changes = {}): CheckedLine[] {
  const random = seededRandom(changes.seed ?? 7);
  return Array.from({ length: count }, (_, index) => fakeLine(record, index, random, changes));
}

interface Changes {
  readonly seed?: number;
  readonly model?: string;
  readonly tier?: ListedSubmission['tier'];
}

function fakeLine(
  record: RunRecord,
  index: number,
  random: () => number,
  { seed = 7, model = 'silero-vad', tier = 'counter' }: Changes,
): CheckedLine {
  const [cpuModel, osName, osRelease, arch, cores] = PROCESSORS[index % PROCESSORS.length] ?? PROCESSORS[0];
  const precision = PRECISIONS[(index >> 1) % PRECISIONS.length] ?? 'fp32';
  const netJ = 0.0009 * (1 + 0.4 * Math.sqrt(index) + 0.2 * random());
  const halfJ = netJ * (0.02 + 0.08 * random());
  const medianMs = 0.2 * (1 + 0.1 * Math.sqrt(index) + random());
  const estimated = tier === 'estimate';
  const modelSha256 = model === 'silero-vad' ? 'd'.repeat(64) : 'e'.repeat(64);
  const day = new Date(Date.UTC(2026, 10, 26) - index * 31 * 3600e3).toISOString();
  const degraded = index % 13 === 8;
  const submission: ListedSubmission = {
    schema: 'joulemark.submission/1',
    id: hex(seed * 1_000_003 + index),
    comparisonKey: `m${record.methodVersion}|${modelSha256}|back-to-back|b1|package|${precision}`,
    runId: hex(index).slice(0, 16),
    startedAt: day,
    software: record.software,
    device: {
      cpuModel: index % 17 === 16 ? null : cpuModel,
      cpuVendor: cpuModel.split(' ')[0] ?? null,
      physicalCores: cores,
      logicalCpus: cores * 2,
      gpus: [],
      virtualMachine: cpuModel.includes('Xeon'),
      osName,
      osRelease,
      arch,
      memoryGiB: 16,
    },
    configuration: {
      ...{ model, modelSha256, modelKind: 'trained', variantSha256: 'f'.repeat(64), precision },
      ...{ provider: 'cpu', unit: null, device: 'cpu', threads: 4, spinning: true, arena: true, batch: 1 },
      work: { unit: 'inference', perInference: 1 },
    },
    scenario: { kind: 'back-to-back' },
    constants: record.plan.constants,
    seed: 1,
    methodVersion: record.methodVersion,
    meter: {
      ...{ id: estimated ? 'estimate' : 'rapl-powercap', tier, domains: ['package'], summed: ['package'] },
      ...{ source: estimated ? 'processor time' : '/sys/class/powercap/intel-rapl:0', deviceName: null },
      ...{ updatePeriodS: 0.001, resolutionJ: 0.000061, accuracyRatio: null },
    },
    tier,
    domains: ['package'],
    verdict: estimated ? 'estimated' : index % 5 === 4 ? 'noisy' : 'trusted',
    reasons: index % 5 === 4 ? ['did not converge: ± 6.1 % (wanted ± 5 %)'] : [],
    results: {
      netJ,
      grossJ: netJ * 1.4,
      ci95: [netJ - halfJ, netJ + halfJ],
      meterInterval: null,
      latencyMs: { median: medianMs, p90: medianMs * 1.1, p99: medianMs * 1.4 },
      throughputPerS: 1000 / medianMs,
      cpuSecondsPerInference: (medianMs / 1000) * 3.8,
    },
    placement: { cpu: 1 },
    placementNodes: { cpu: 1 },
    fallbacks: [],
    ranAs: null,
    adapter: null,
    deviceVerified: true,
    tensorsOn: 'host',
    fidelity:
      precision === 'fp32'
        ? null
        : {
            ...{ inputs: 32, cosine: 0.9991, sqnrDb: degraded ? 9.4 : 27.4, maxAbsError: 0.04 },
            ...{ top1Agreement: 1, task: null, bounds: { minSqnrDb: 20, minTop1Agreement: null } },
            ...{
              holds: !degraded,
              shortfalls: degraded ? ['the outputs agree with fp32 to 9 dB, wanted 20 dB'] : [],
            },
          },
    conditions: {
      ...{ rounds: 5, measureWindows: 6, flagged: { disturbed: 1 } },
      temperatureC: { min: 48, max: 57 },
    },
    signature: null,
  };
  return { submission, ...standing(index) };
}

/** Mine, of somebody who has a name here, of somebody unknown, of nobody. */
function standing(index: number): Pick<CheckedLine, 'check' | 'signedByName'> {
  const verified = (signedBy: string, signedByName: string | null) => ({
    check: { state: 'verified' as const, reasons: [], signedBy },
    signedByName,
  });
  if (index === 2) return verified(OWN_KEY, null);
  if (index === 5) return verified(OWN_CLI_KEY, null);
  if (index % 4 === 0) return verified(GRACE, 'Grace');
  if (index % 4 === 1) return verified(hex(index + 99), null);
  if (index % 4 === 2)
    return { check: { state: 'unsigned', reasons: [], signedBy: null }, signedByName: null };
  const reasons = ['its method version 1 is none of this program’s: its figures cannot be recomputed'];
  return { check: { state: 'unsigned', reasons, signedBy: hex(index + 9) }, signedByName: null };
}
