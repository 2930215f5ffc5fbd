/**
 * Power of NVIDIA GPUs through `nvidia-smi`, for those without an energy counter: one program prints
 * all of them ten times a second for as long as it is read.
 */
import { Fault } from '#core/errors.ts';
import type { LevelMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { followSamples, type FollowedSample } from '../followed-sample.ts';
import { observeLevel } from '../observe-level.ts';
import { probeOne, unavailable } from '../probe.ts';
import { FALLS_ASLEEP_S, nvidiaName } from './nvml.ts';
import {
  parseSmiCsv,
  parseSmiHeader,
  parseSmiRow,
  smiNumber,
  type SmiColumn,
  type SmiRow,
} from './smi-csv.ts';

export const SMI_ID = 'nvidia-smi';

/** A hung driver must not stop a run, s. */
const ANSWER_WITHIN_S = 2;
const PERIOD_MS = 100;
/** `power.draw` is the mean of this time on Ampere and newer (nvidia-smi --help-query-gpu), s. */
const AVERAGED_S = 1;
const INSTANT = 'power.draw.instant';
const DRAW = 'power.draw';
const FIELDS = ['index', 'name', INSTANT, 'power.draw.average', DRAW, 'mig.mode.current', 'persistence_mode'];

const MISSED = { tier: 'sensor' as const, domains: ['gpu' as const], fixOf: () => null };

/** The last line of each GPU, by its number. */
type Lines = ReadonlyMap<number, { readonly atS: number; readonly row: SmiRow }>;

/** One result a GPU; a single one where nvidia-smi is missing or silent. */
export async function probeSmi(environment: MeterEnvironment): Promise<ProbeResult[]> {
  let gpus: SmiGpu[];
  try {
    gpus = (await askAll(environment)).map(describeGpu);
  } catch (error) {
    return [unavailable({ ...MISSED, id: SMI_ID }, error)];
  }
  const fields = [...new Set(gpus.flatMap(({ power }) => power?.field ?? []))];
  const samples = followLines(environment, fields, gpus.length);
  const results = await Promise.all(
    gpus.map((gpu) =>
      probeOne({ ...MISSED, id: `${SMI_ID}:${gpu.index}` }, () => observe(gpu, samples, environment)),
    ),
  );
  // It runs again from the first reading of a run.
  await samples.close();
  return results;
}

export interface SmiGpu {
  readonly index: number;
  readonly label: string;
  readonly name: string;
  /** Whether the driver stays loaded without users. */
  readonly persistent: boolean;
  /** The best field that has a value; null: none has. */
  readonly power: { readonly field: string; readonly averagedS: number | null } | null;
}

/** From one row of the first answer. `averagedS` is 0 for an instantaneous field, null where not told. */
export function describeGpu(row: SmiRow): SmiGpu {
  const index = smiNumber(row, 'index');
  if (index === null) throw new Fault('meter-unreadable', 'nvidia-smi does not number its GPUs');
  const mig = row.get('mig.mode.current') === 'Enabled' ? ', all of its MIG instances' : '';
  const name = row.get('name') ?? null;
  const label = `GPU ${index} (${name ?? 'without a name'}), whole board${mig}`;
  const gpu = { index, label, name: nvidiaName(name), persistent: row.get('persistence_mode') === 'Enabled' };
  if (smiNumber(row, INSTANT) !== null) return { ...gpu, power: { field: INSTANT, averagedS: 0 } };
  if (smiNumber(row, DRAW) === null) return { ...gpu, power: null };
  const averagedS = smiNumber(row, 'power.draw.average') === null ? null : AVERAGED_S;
  return { ...gpu, power: { field: DRAW, averagedS } };
}

/** Old drivers refuse a field that they do not know, and name it: it is left out and asked again. */
async function askAll({ run, platform }: MeterEnvironment): Promise<SmiRow[]> {
  let fields = FIELDS;
  for (;;) {
    try {
      const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,nounits'];
      const { rows } = parseSmiCsv(await run(program(platform), args, { timeoutS: ANSWER_WITHIN_S }));
      if (rows.length > 0) return rows;
      throw new Fault('meter-missing', 'nvidia-smi finds no GPU');
    } catch (error) {
      const unknown = /Field "([^"]+)" is not a valid field/.exec(String(error))?.[1];
      const fewer = fields.filter((field) => field !== unknown);
      if (fewer.length === fields.length) throw clearer(error);
      fields = fewer;
    }
  }
}

function clearer(error: unknown): unknown {
  const text = String(error);
  if (/No devices were found/i.test(text)) return new Fault('meter-missing', 'nvidia-smi finds no GPU');
  if (/couldn't communicate with the NVIDIA driver|driver is not loaded/i.test(text)) {
    return new Fault('meter-missing', 'nvidia-smi finds no running NVIDIA driver', { cause: error });
  }
  return error;
}

function followLines(
  environment: MeterEnvironment,
  fields: readonly string[],
  gpus: number,
): FollowedSample<Lines> {
  let columns: readonly SmiColumn[] = [];
  let lines: Lines = new Map();
  const file = program(environment.platform);
  const args = [
    `--query-gpu=${['index', ...fields].join(',')}`,
    '--format=csv,nounits',
    '-lms',
    `${PERIOD_MS}`,
  ];
  const limits = { separator: '\n', firstWithinS: ANSWER_WITHIN_S, nextWithinS: ANSWER_WITHIN_S };
  return followSamples(environment, { file, args, ...limits }, (line, atS) => {
    if (line.trim() === '') return null;
    if (line.startsWith('index')) {
      [columns, lines] = [parseSmiHeader(line), new Map()];
      return null;
    }
    const row = parseSmiRow(columns, line);
    const index = smiNumber(row, 'index');
    if (index === null) throw new Fault('meter-unreadable', 'nvidia-smi does not number its GPUs');
    lines = new Map(lines).set(index, { atS, row });
    // A reading of any GPU waits for the first lines of all.
    return lines.size < gpus ? null : lines;
  });
}

async function observe(
  { index, label, name, persistent, power }: SmiGpu,
  samples: FollowedSample<Lines>,
  { clock }: MeterEnvironment,
) {
  if (power === null) {
    throw new Fault('meter-missing', `${label}: shows no power (an old card, a virtual GPU, or WSL2)`);
  }
  const { field, averagedS } = power;
  const shown = averagedS === 0 ? field : `${field}, a mean of the last second`;
  const meter: LevelMeter = {
    kind: 'level',
    info: {
      id: `${SMI_ID}:${index}`,
      tier: 'sensor',
      domains: ['gpu'],
      summed: ['gpu'],
      source: `nvidia-smi, ${shown}, of ${label}`,
      deviceName: name,
      updatePeriodS: null,
      resolutionJ: null,
      // "accurate to within ±5 watts": no ratio.
      accuracyRatio: null,
    },
    async read() {
      const newest = await samples.newest();
      const line = newest.value.get(index);
      if (line === undefined || newest.atS - line.atS > ANSWER_WITHIN_S) {
        throw new Fault('meter-silent', `${label}: nvidia-smi does not list it any more`);
      }
      const powerW = smiNumber(line.row, field);
      if (powerW === null) throw new Fault('meter-unreadable', `${label}: nvidia-smi shows no power now`);
      // A mean belongs to the middle of its time.
      return { atS: line.atS - (averagedS ?? 0) / 2, powerW: new Map([['gpu', powerW]]) };
    },
    close: () => samples.close(),
    // Asking woke the GPU, and asking keeps it awake, but at rest.
    ...(persistent ? {} : { awakeAtS: clock.nowS() + FALLS_ASLEEP_S }),
  };
  const observed = await observeLevel(meter, clock, {
    documentedPeriodS: PERIOD_MS / 1000,
    zeroIsValue: false,
  });
  if (averagedS === 0) return observed;
  // Windows and settling then reckon with the second over which it is averaged.
  const { info } = observed.meter;
  const updatePeriodS = Math.max(AVERAGED_S, info.updatePeriodS ?? 0);
  return { ...observed, meter: { ...observed.meter, info: { ...info, updatePeriodS } } };
}

const program = (platform: NodeJS.Platform) => (platform === 'win32' ? 'nvidia-smi.exe' : 'nvidia-smi');
