/** All that the commands need of the world, so that tests can give them another one. */
import type { AdviceReport } from '#core/advice.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { DeviceStatus } from '#core/devices.ts';
import type { Suite } from '#core/suite.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { ImportReport } from '#core/imported.ts';
import type { QuantizeReport } from '#core/quantize-report.ts';
import type { VariantTable } from '#core/variant-table.ts';
import type { BenchmarkOptions } from '#runner/benchmark.ts';
import type { FindDevicesOptions } from '#runner/devices.ts';
import type { ImportRequest } from '#runner/models.ts';
import type { OpenLaunchers } from '#runner/launchers.ts';
import type { DownloadedModel, DownloadRequest, DownloadSource, Manifest } from '#runner/download-models.ts';
import type { MeterSources, Places } from '#runner/places.ts';
import type { DisableReport } from '#runner/provider-files/disable.ts';
import type { EnableReport, EnableRequest } from '#runner/provider-files/enable.ts';
import type { FilesRequest } from '#runner/provider-files/with-folder.ts';
import type { QuantizeRequest } from '#runner/quantize.ts';
import type { RecordMeterOptions } from '#runner/record-meter.ts';
import type { VariantsRequest } from '#runner/variants.ts';

/** `process.stdout`, or any stream: what is no terminal has neither `isTTY` nor `columns`. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface CliContext {
  /** Results, and nothing else. */
  readonly stdout: Output;
  /** Progress, notices, faults. */
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Where relative paths of arguments start. */
  readonly cwd: string;
  /** `process.platform/process.arch`. */
  readonly platform: string;
  /** Shows the question and takes yes or no; null: nobody can be asked (no terminal). */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  findPlaces(env: NodeJS.ProcessEnv, given?: Partial<MeterSources>): Places;
  recordMeter(options: RecordMeterOptions): Promise<string>;
  runBenchmark(options: BenchmarkOptions): Promise<RunRecord>;
  /** What speaks against measuring now; takes about a second. */
  lookForAdvice(places: Places): Promise<AdviceReport>;
  describeSuite(places: Places): Promise<Suite>;
  tabulateVariants(request: VariantsRequest): Promise<VariantTable>;
  importModel(request: ImportRequest): Promise<ImportReport>;
  removeModel(id: string, places: Places): Promise<void>;
  quantize(request: QuantizeRequest): Promise<QuantizeReport>;
  listDownloads(source: DownloadSource): Promise<Manifest>;
  downloadModels(request: DownloadRequest): Promise<DownloadedModel[]>;
  enableProvider(request: EnableRequest): Promise<EnableReport>;
  disableProvider(request: FilesRequest): Promise<DisableReport>;
  findDevices(options: FindDevicesOptions): Promise<DeviceStatus[]>;
  /** For what runs on the CPU alone. */
  launcher(places: Places): WorkerLauncher;
  /** For every device; whoever opens them closes them. */
  openLaunchers(places: Places): OpenLaunchers;
  /**
   * Calls `stop` at the first Ctrl-C (or SIGTERM); at the second one `leave`, and then the program ends at
   * once. Returns the function that ends this.
   */
  onInterrupt(stop: () => void, leave: () => void): () => void;
}
