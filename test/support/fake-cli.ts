/** The command line without a process: streams that are read back, and a benchmark that is made up. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { CliContext, Output } from '#cli/context.ts';
import { runCli } from '#cli/run-cli.ts';
import type { Advice } from '#core/advice.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { BenchmarkOptions } from '#runner/benchmark.ts';
import { downloadModels, listDownloads } from '#runner/download-models.ts';
import type { Places } from '#runner/places.ts';
import { disableProvider } from '#runner/provider-files/disable.ts';
import { enableProvider } from '#runner/provider-files/enable.ts';
import { sampleRecord } from './sample-record.ts';

type Sink = Output & { readonly text: () => string };

/** `columns`: it is a terminal of that width. */
export function sink(columns?: number): Sink {
  const parts: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      parts.push(String(chunk));
      done();
    },
  });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  return Object.assign(stream, { text: () => parts.join(''), ...terminal });
}

export interface FakeCli {
  readonly folder: string;
  readonly places: Places;
  readonly context: CliContext;
  /** What `runBenchmark` was called with, in order. */
  readonly runs: readonly BenchmarkOptions[];
  readonly run: (...args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;
  /** Launchers that were opened and not closed. */
  readonly openLaunchers: () => number;
  /** What a person does: Ctrl-C. */
  readonly interrupt: () => void;
}

type Benchmark = (options: BenchmarkOptions) => Promise<RunRecord>;

/** A temporary folder stands for the person's; the caller removes it. */
export function fakeCli(
  runBenchmark: Benchmark = async () => sampleRecord(),
  advice: readonly Advice[] = [],
): FakeCli {
  const folder = mkdtempSync(join(tmpdir(), 'joulemark-cli-'));
  const places: Places = {
    packageRoot: folder,
    version: '9.8.7',
    dataDir: join(folder, 'data'),
    historyDir: join(folder, 'data/history'),
    cacheDir: join(folder, 'cache'),
    workerEntry: join(folder, 'worker.js'),
    meterSources: { sysfsRoot: null, replayFile: null, plugAddress: null },
    electron: null,
  };
  const runs: BenchmarkOptions[] = [];
  let stop: (() => void) | null = null;
  let open = 0;
  const noWorker = () => Promise.reject(new Error('no worker in this test'));
  const context: CliContext = {
    stdout: sink(),
    stderr: sink(),
    env: {},
    cwd: folder,
    platform: 'linux/x64',
    ask: null,
    findPlaces: (_env, given) => ({ ...places, meterSources: { ...places.meterSources, ...given } }),
    runBenchmark(options) {
      runs.push(options);
      return runBenchmark(options);
    },
    lookForAdvice: async () => ({ advice, unread: [] }),
    describeSuite: () => Promise.reject(new Error('no suite in this test')),
    tabulateVariants: () => Promise.reject(new Error('no variants in this test')),
    importModel: () => Promise.reject(new Error('no import in this test')),
    removeModel: () => Promise.reject(new Error('no removal in this test')),
    quantize: () => Promise.reject(new Error('no quantizing in this test')),
    recordMeter: () => Promise.reject(new Error('no meter in this test')),
    listDownloads,
    downloadModels,
    enableProvider,
    disableProvider,
    findDevices: () => Promise.reject(new Error('no devices in this test')),
    launcher: () => noWorker,
    openLaunchers: () => {
      open += 1;
      return {
        launchers: { native: noWorker, web: noWorker },
        close: async () => {
          open -= 1;
        },
      };
    },
    onInterrupt(first) {
      stop = first;
      return () => {
        stop = null;
      };
    },
  };
  return {
    folder,
    places,
    context,
    runs,
    openLaunchers: () => open,
    interrupt: () => stop?.(),
    async run(...args) {
      const [stdout, stderr] = [sink(), sink()];
      const code = await runCli(args, { ...context, stdout, stderr });
      return { code, stdout: stdout.text(), stderr: stderr.text() };
    },
  };
}
