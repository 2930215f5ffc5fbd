/** What an entry says of itself, as names and values. */
import { adapterWords } from '#core/format/adapter.ts';
import { fidelityText } from '#core/format/fidelity.ts';
import { millijouleInterval, millijoules, milliseconds, UNKNOWN } from '#core/format/figures.ts';
import { number, significant } from '#core/format/number.ts';
import type { BoardEntry, ListedSubmission } from '#core/leaderboard/rank.ts';
import { keyText } from '#core/leaderboard/trusted.ts';
import { timeText } from '../../state/time-text.ts';

export type Fact = readonly [name: string, value: string];

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly Fact[];
}

export function factGroups({ submission, check, signedByName }: BoardEntry): FactGroup[] {
  return [
    { title: 'Figures', facts: figureFacts(submission) },
    { title: 'Machine and software', facts: machineFacts(submission) },
    { title: 'How it was measured', facts: measuringFacts(submission) },
    {
      title: 'The line',
      facts: [
        ['Signed by', signature(check.signedBy, signedByName)],
        ['Id', submission.id],
        ['Run', submission.runId],
      ],
    },
  ];
}

function figureFacts({ results, configuration, fidelity }: ListedSubmission): Fact[] {
  const { unit, perInference } = configuration.work;
  const { median, p90, p99 } = results.latencyMs;
  return [
    ['Net energy', `${millijoules(results.netJ)} mJ per inference`],
    ['95 % interval', `${millijouleInterval(results.ci95)} mJ`],
    ['Gross energy', `${millijoules(results.grossJ)} mJ per inference`],
    ...known(`Net energy per ${unit}`, unit === 'inference' ? null : results.netJ / perInference, mj),
    ...known('By the meter’s accuracy', results.meterInterval, (each) => `${millijouleInterval(each)} mJ`),
    ['Latency median, p90, p99', `${[median, p90, p99].map(milliseconds).join(', ')} ms`],
    ['Throughput', `${significant(results.throughputPerS, 3)} per second`],
    ['Processor time', cpuTime(results.cpuSecondsPerInference)],
    ['Fidelity against fp32', fidelityText(fidelity)],
  ];
}

function machineFacts({ device, software, configuration, adapter }: ListedSubmission): Fact[] {
  const system = [device.osName, device.osRelease, device.arch].filter((part) => part !== null).join(' ');
  const cores = device.physicalCores === null ? UNKNOWN : `${device.physicalCores}`;
  return [
    ['Processor', device.cpuModel ?? 'unknown'],
    ['Cores', cores],
    ['Memory', device.memoryGiB === null ? UNKNOWN : `${number(device.memoryGiB)} GiB`],
    ...(device.gpus.length === 0 ? [] : [['GPU', device.gpus.join(', ')] as const]),
    ...known('Computed on', adapter === null ? null : adapterWords(adapter), String),
    ['System', device.virtualMachine === true ? `${system}, in a virtual machine` : system],
    ['Software', Object.entries(software).flatMap(softwareText).join(', ')],
    ['Threads, batch', `${configuration.threads}, ${configuration.batch}`],
    ['Model, SHA-256', configuration.modelSha256],
  ];
}

function measuringFacts({
  startedAt,
  conditions,
  tier,
  domains,
  meter,
  methodVersion,
  verdict,
}: ListedSubmission): Fact[] {
  const { rounds, measureWindows, flagged, temperatureC } = conditions;
  const flags = Object.entries(flagged).map(([flag, count]) => `${count} ${flag}`);
  return [
    ['Run on', timeText(startedAt)],
    ['Verdict', verdict],
    ['Energy covers', `${domains.join(' + ')}, tier ${tier}`],
    ['Meter', meter.deviceName === null ? meter.id : `${meter.id} (${meter.deviceName})`],
    [
      'Windows',
      `${measureWindows} in ${rounds} rounds${flags.length === 0 ? ', all clean' : `: ${flags.join(', ')}`}`,
    ],
    [
      'Temperature',
      temperatureC === null ? UNKNOWN : `${number(temperatureC.min)} to ${number(temperatureC.max)} °C`,
    ],
    ['Method', `version ${methodVersion}`],
  ];
}

function signature(key: string | null, name: string | null): string {
  if (key === null) return 'nobody';
  return name === null ? keyText(key) : `${name}, ${keyText(key)}`;
}

function known<T>(name: string, value: T | null, text: (value: T) => string): Fact[] {
  return value === null ? [] : [[name, text(value)]];
}

const mj = (energyJ: number): string => `${millijoules(energyJ)} mJ`;

const cpuTime = (seconds: number | null): string =>
  seconds === null ? UNKNOWN : `${milliseconds(seconds * 1000)} ms per inference`;

function softwareText([name, version]: [string, unknown]): string[] {
  return typeof version === 'string' ? [`${name} ${version}`] : [];
}
