/** What the fake's machine is like and what happens on it, by name. */
import type { Precision } from '#core/configuration.ts';
import { Fault, type WireFault } from '#core/errors.ts';
import type { RunEvent } from '#core/events.ts';
import { targetName } from '#core/providers.ts';
import type { LeftOut } from '#core/record/schema.ts';
import type { Suite } from '#core/suite.ts';
import type { SubmissionPreview } from '#ipc/calls/submit.ts';
import { LAPTOP_FIGURES, LEFT_OUT, SOFTWARE_FIGURES, WINDOWS_FIGURES } from './device-rows.ts';
import { LAPTOP, SOFTWARE, WINDOWS } from './devices.ts';
import { windowEvents } from './live.ts';
import { ESTIMATE, MADE_RAPL, NO_RAPL, SUITE, WINDOWS_METERS } from './machine.ts';
import { MANY } from './models.ts';
import { FIGURES, fakeRecord, MANY_FIGURES, manyFigures, type Figures } from './record.ts';

export interface Scene {
  readonly suite: Suite;
  /** The machine cannot be examined. */
  readonly suiteFault?: WireFault;
  /** It is examined only when the fake is told so. */
  readonly suiteWaits?: boolean;
  /** It was examined at a former start. */
  readonly isRemembered?: boolean;
  /** Replaces the start of a run. */
  readonly startFault?: WireFault;
  /** Replaces the writing of a submission. */
  readonly submitFault?: WireFault;
  /** What a person has set cannot be read. */
  readonly settingsFault?: WireFault;
  /** A run goes on when the page is loaded, and tells of itself before the page has heard of it. */
  readonly isLoadedAnew?: boolean;
  /** Variants are being made when the page is loaded, and so many pairs are done. */
  readonly variantsDone?: number;
  /** Nothing of the program has been seen yet. */
  readonly isFirstStart?: boolean;
  readonly events: readonly RunEvent[];
}

/** A configuration that is out of the run, and why. */
interface Lost {
  readonly model: string;
  readonly precision: Precision;
  readonly target: string;
  readonly fault: WireFault;
}

const KILLED: Lost = {
  model: 'ppocr-rec',
  precision: 'int8-dynamic',
  target: 'cpu',
  fault: new Fault('worker-died', 'The worker of ppocr-rec at int8-dynamic was killed by SIGKILL.').toWire(),
};

const DEVICE_LOST = new Fault(
  'device-lost',
  'The GPU stopped answering in round 1 (DXGI_ERROR_DEVICE_HUNG).',
).toWire();
const DISK_FULL = new Fault(
  'file-unwritable',
  'cannot save the record as /home/ada/.local/share/joulemark/history/2026-01-31T08-30-00Z-00000000000000b1.joulemark.json: no space is left on the disk',
  { remedy: 'Free some space or choose another disk, then try again; nothing was lost.' },
).toWire();
const withFullDisk = (events: readonly RunEvent[]): RunEvent[] => {
  const first = events.findIndex(({ kind }) => kind === 'round-finished');
  return [...events.slice(0, first), { kind: 'saving', fault: DISK_FULL }, ...events.slice(first)];
};
const ON_LOST_DEVICE: readonly Lost[] = ['ppocr-cls', 'ppocr-det'].map((model) => ({
  model,
  precision: 'fp32',
  target: 'dml:1',
  fault: DEVICE_LOST,
}));

const ESTIMATE_ONLY: Suite = { ...SUITE, meters: [ESTIMATE, NO_RAPL] };
const SYNTHETIC: Suite = {
  ...SUITE,
  meters: [MADE_RAPL],
  synthetic: true,
};

const ON_LAPTOP: Suite = {
  ...SUITE,
  devices: LAPTOP,
  machine: { ...SUITE.machine, gpus: ['Intel UHD Graphics 620'] },
};
const ON_WINDOWS: Suite = {
  ...SUITE,
  devices: WINDOWS,
  meters: WINDOWS_METERS,
  machine: {
    ...SUITE.machine,
    cpuModel: 'Intel Core Ultra 7 155H',
    physicalCores: 16,
    logicalCpus: 22,
    gpus: ['NVIDIA GeForce RTX 4060 Laptop GPU', 'Intel Arc Graphics'],
    osName: 'Windows 11',
  },
};
const ON_SOFTWARE: Suite = { ...SUITE, devices: SOFTWARE };

const MANY_MODELS: Suite = { ...SUITE, models: MANY };

/** A function where making it takes long. */
const SCENES: Readonly<Record<string, Scene | (() => Scene)>> = {
  huge: () => ({ suite: SUITE, events: recording(SUITE, { figures: manyFigures(10_000) }) }),
  counter: { suite: SUITE, events: recording(SUITE) },
  estimate: { suite: ESTIMATE_ONLY, events: recording(ESTIMATE_ONLY) },
  synthetic: { suite: SYNTHETIC, events: recording(SYNTHETIC) },
  precisions: { suite: MANY_MODELS, events: recording(MANY_MODELS, { figures: MANY_FIGURES }) },
  'disk-full': { suite: SUITE, events: withFullDisk(recording(SUITE)) },
  'one-fails': { suite: SUITE, events: recording(SUITE, { lost: [KILLED] }) },
  laptop: { suite: ON_LAPTOP, events: recording(ON_LAPTOP, { figures: LAPTOP_FIGURES }) },
  windows: {
    suite: ON_WINDOWS,
    events: recording(ON_WINDOWS, { figures: WINDOWS_FIGURES, lost: ON_LOST_DEVICE }),
  },
  software: {
    suite: ON_SOFTWARE,
    events: recording(ON_SOFTWARE, { figures: SOFTWARE_FIGURES, leftOut: LEFT_OUT }),
  },
  'loaded-anew': { suite: SUITE, isLoadedAnew: true, events: recording(SUITE) },
  'variants-under-way': { suite: SUITE, variantsDone: 8, events: recording(SUITE) },
  'nothing-ran': { suite: SUITE, events: [] },
  'first-start': { suite: SUITE, isFirstStart: true, events: recording(SUITE) },
  'broken-settings': {
    suite: SUITE,
    settingsFault: new Fault(
      'file-unreadable',
      '/home/ada/.local/share/joulemark/settings.json does not hold the settings of Joulemark.',
    ).toWire(),
    events: recording(SUITE),
  },
  slow: { suite: SUITE, suiteWaits: true, events: recording(SUITE) },
  remembered: { suite: SUITE, suiteWaits: true, isRemembered: true, events: recording(SUITE) },
  'no-suite': {
    suite: SUITE,
    suiteFault: new Fault('worker-died', 'The process that looks for meters crashed with SIGSEGV.').toWire(),
    events: [],
  },
  'start-refused': {
    suite: SUITE,
    startFault: new Fault('run-in-progress', 'A benchmark is running already.').toWire(),
    events: [],
  },
  'file-unwritable': {
    suite: SUITE,
    submitFault: new Fault(
      'file-unwritable',
      'Cannot write /mnt/board.jsonl: read-only file system',
    ).toWire(),
    events: recording(SUITE),
  },
};

export function sceneByName(name: string): Scene {
  const scene = SCENES[name];
  if (scene === undefined) throw new Error(`no scene "${name}"; there are ${Object.keys(SCENES).join(', ')}`);
  return typeof scene === 'function' ? scene() : scene;
}

interface Recorded {
  readonly figures?: readonly Figures[];
  readonly lost?: readonly Lost[];
  readonly leftOut?: readonly LeftOut[];
}

/** A quick run of three rounds, from the first event to the last. */
function recording(suite: Suite, { figures = FIGURES, lost = [], leftOut = [] }: Recorded = {}): RunEvent[] {
  const failed = lost.map(({ fault, ...place }) => ({ ...place, reason: fault.message }));
  const record = (rounds: number, state: 'running' | 'finished') =>
    fakeRecord(suite, { figures, rounds, state, failed, leftOut });
  const events: RunEvent[] = [{ kind: 'started', record: record(0, 'running') }];
  const rows = record(0, 'running').rows;
  const progress = (index: number, round: number, phase: 'preparing' | 'measuring' | 'idle'): RunEvent => {
    const doneRatio = phase === 'preparing' ? index / 40 : 0.2 + (round * 8 + index) / 30;
    const timeLeftS = doneRatio === 0 ? null : (1 - doneRatio) * 75;
    const current = phase === 'idle' ? null : (rows[index] ?? null);
    const window = phase === 'measuring' ? { number: index + 1, of: rows.length, isRepeat: false } : null;
    return { kind: 'progress', progress: { doneRatio, timeLeftS, phase, round, current, window } };
  };
  events.push(progress(0, 0, 'preparing'), progress(4, 0, 'preparing'));
  for (const { model, precision, target, fault } of lost) {
    const configuration = rows.find(
      (row) => row.model === model && row.precision === precision && targetName(row) === target,
    );
    if (configuration !== undefined) events.push({ kind: 'configuration-failed', configuration, fault });
  }
  for (const round of [0, 1, 2]) {
    const after = record(round + 1, 'running');
    events.push(progress(0, round, 'idle'), progress(2, round, 'measuring'), progress(6, round, 'measuring'));
    events.push(...windowEvents(after, round), { kind: 'round-finished', record: after });
  }
  events.push({ kind: 'notice', text: 'The processor was 4 °C warmer at the end than at the start.' });
  events.push({ kind: 'finished', record: record(3, 'finished') });
  return events;
}

/** The preview of a submission of what the scene's run measured. */
export function previewOf({ suite, events }: Scene): SubmissionPreview {
  const record = events.findLast((event) => 'record' in event)?.record;
  const rows = record?.rows ?? [];
  const label = (row: (typeof rows)[number]): string =>
    `${row.model}, ${row.precision}, ${targetName(row)}, 4 threads`;
  const why = (row: (typeof rows)[number]): string | null => {
    if (suite.synthetic) return 'the energy comes from a replaced sensor tree';
    return row.verdict === 'failed' ? 'it did not run' : null;
  };
  return {
    entries: rows
      .filter((row) => why(row) === null)
      .map((row, index) => {
        const id = String(index).padStart(64, '0');
        const { windows, ...rest } = row;
        return {
          id,
          label: label(row),
          line: JSON.stringify({ schema: 'joulemark.submission/1', id, ...rest, windows }),
        };
      }),
    refused: rows.flatMap((row) => {
      const reason = why(row);
      return reason === null ? [] : [{ label: label(row), reason }];
    }),
    signedBy: 'ada1'.repeat(16),
    notices: [],
  };
}
