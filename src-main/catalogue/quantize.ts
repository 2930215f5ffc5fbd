/** Makes a model file at a reduced precision beside a person's own, and compares the two. */
import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { changedGroups, leftGroups } from '#core/change-report.ts';
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { compareOutputs, type Agreement } from '#core/fidelity.ts';
import type { InputWishes } from '#core/import-wishes.ts';
import type { StopSignal } from '#core/ports.ts';
import type { QuantizeReport } from '#core/quantize-report.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import { runFeeds } from '#inference/run-feeds.ts';
import { openModelFile } from '#precision/files/open.ts';
import { saveModelFile } from '#precision/files/save.ts';
import type { VariantSettings } from '#precision/settings.ts';
import { rewriteModel, type RewriteReport } from '#precision/variants.ts';
import { calibrateModel } from './calibrate.ts';
import { splitSamples, type FeedSets } from './feeds/split.ts';
import { classOutputOf } from './import/class-output.ts';
import { madeFeeds } from './import/imported-model.ts';
import { prepareInputs, type PreparedInputs } from './import/prepare-inputs.ts';
import { findValues } from './import/run-once.ts';
import { sizeOfModelFiles, type ModelFile } from './model-file.ts';

export interface QuantizeOptions extends InputWishes {
  /** Absolute paths. */
  readonly input: string;
  readonly output: string;
  readonly precision: Precision;
  readonly settings: VariantSettings;
  /** int8-static may calibrate on made inputs. */
  readonly mayMakeInputs: boolean;
  /** An output that is there may be replaced. */
  readonly force: boolean;
  readonly cacheDir: string;
  readonly launch: WorkerLauncher;
  readonly say: (text: string) => void;
  readonly signal: StopSignal;
}

const SEED = 1;

/**
 * The output appears whole, and only once it loads and runs (where the input model itself does); until then it lies in a
 * folder beside it that is gone afterwards. Rejects with a `Fault`: `wrong-usage` for an output that must not be written,
 * `calibration-missing`, `precision-not-applicable`, those of reading the model and its inputs, and the worker's.
 */
export async function quantizeFile(options: QuantizeOptions): Promise<QuantizeReport> {
  const { input, output, precision, launch, say } = options;
  checkTarget(options);
  if (precision === 'int8-static' && options.inputs === null && !options.mayMakeInputs) {
    throw new Fault(
      'calibration-missing',
      'int8-static takes its ranges from inputs of the model, and none were given',
      {
        remedy: 'Give some: --calibrate DIR. Ranges from made inputs (--seeded-inputs) are those of noise.',
      },
    );
  }
  say(`Reading ${input} …`);
  const { file, bytesBefore, prepared } = await readInput(options);
  say('Running it on its inputs …');
  const feeds = await findFeeds(file, prepared, options);
  throwIfStopped(options);
  const reference = 'why' in feeds ? null : await runFeeds(file, feeds.compared, launch);
  const folder = await makeFolderBeside(output);
  try {
    say(`Making ${precision} …`);
    const made = await make(join(folder, basename(output)), feeds, options);
    throwIfStopped(options);
    const compared =
      reference === null || 'why' in feeds
        ? null
        : await compare(made.file, feeds.compared, reference, options);
    const bytesAfter = await sizeOfModelFiles(made.file);
    await moveInPlace(made.file, output);
    return {
      ...{ input, output, precision, bytesBefore, bytesAfter },
      ...{ dataFiles: made.file.dataFiles, sha256: made.file.sha256, madeInS: made.madeInS },
      ...{ changed: changedGroups(made.report), left: leftGroups(made.report) },
      calibratedOn: precision === 'int8-static' && !('why' in feeds) ? feeds.calibratingText : null,
      comparedOn: 'why' in feeds ? null : feeds.comparedText,
      agreement: compared,
      warnings: warningsOf(feeds, options),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function checkTarget({ input, output, force }: QuantizeOptions): void {
  if (!existsSync(dirname(output))) {
    throw new Fault(
      'file-unwritable',
      `there is no folder ${dirname(output)} to write ${basename(output)} to`,
    );
  }
  if (!existsSync(output)) return;
  // By any name: the input's tensors may still be read while the output is written.
  if (existsSync(input) && realpathSync(input) === realpathSync(output)) {
    throw new Fault('wrong-usage', `${output} is the input itself, which is never overwritten`, {
      remedy: 'Name another output.',
    });
  }
  if (!force) {
    throw new Fault('wrong-usage', `${output} is there already`, {
      remedy: 'Name another output, or replace it with --force.',
    });
  }
}

interface ReadInput {
  readonly file: ModelFile;
  readonly bytesBefore: number;
  /** Or why nothing can be fed. */
  readonly prepared: PreparedInputs | Fault;
}

async function readInput(options: QuantizeOptions): Promise<ReadInput> {
  const opened = await openModelFile(options.input);
  try {
    const { model, path, dataFiles } = opened;
    if (model.graph === null) throw new Fault('model-corrupt', `${path} holds no graph`);
    const sha256 = await hashModelFiles(path, dataFiles);
    const bytesBefore = await sizeOfModelFiles({ path, dataFiles });
    return { file: { path, dataFiles, sha256 }, bytesBefore, prepared: preparedOrWhy(model.graph, options) };
  } finally {
    await opened.close();
  }
}

/** A model that nothing can be fed to is rewritten all the same, unless it must be calibrated or inputs were given. */
function preparedOrWhy(
  graph: Parameters<typeof prepareInputs>[0],
  options: QuantizeOptions,
): PreparedInputs | Fault {
  try {
    return prepareInputs(graph, options);
  } catch (error) {
    if (mustRun(options) || !(error instanceof Fault) || error.code === 'wrong-usage') throw error;
    return error;
  }
}

const mustRun = ({ precision, inputs }: QuantizeOptions): boolean =>
  precision === 'int8-static' || inputs !== null;

interface Feeds extends FeedSets {
  readonly comparedText: string;
  readonly calibratingText: string;
}

/** `why`: the model cannot be run here, so that nothing is compared. */
async function findFeeds(
  file: ModelFile,
  prepared: PreparedInputs | Fault,
  options: QuantizeOptions,
): Promise<Feeds | { readonly why: string }> {
  if (prepared instanceof Fault) return { why: prepared.message };
  const { samples, guesses } = prepared;
  if (samples !== null) {
    const sets = splitSamples(samples);
    const of = (count: number): string => `${count} of the ${samples.length} given inputs`;
    return { ...sets, comparedText: of(sets.compared.length), calibratingText: of(sets.calibrating.length) };
  }
  try {
    const { inputs } = await findValues({ file, launch: options.launch }, guesses, SEED);
    const [compared, calibrating] = (['compared', 'calibrating'] as const).map((use) =>
      madeFeeds(inputs, SEED, use),
    );
    const text = (feeds: readonly TensorMap[] = []): string => `${feeds.length} made inputs`;
    return {
      ...{ compared: compared ?? [], calibrating: calibrating ?? [] },
      ...{ comparedText: text(compared), calibratingText: text(calibrating) },
    };
  } catch (error) {
    if (mustRun(options) || !(error instanceof Fault)) throw error;
    return { why: error.message };
  }
}

interface Made {
  readonly file: ModelFile;
  readonly report: RewriteReport;
  readonly madeInS: number;
}

async function make(path: string, feeds: Feeds | { why: string }, options: QuantizeOptions): Promise<Made> {
  const { input, precision, settings, cacheDir, launch } = options;
  const startedMs = performance.now();
  const opened = await openModelFile(input);
  try {
    const calibration =
      precision !== 'int8-static' || 'why' in feeds
        ? null
        : await calibrateModel({
            ...{ model: opened.model, feeds: feeds.calibrating, settings, cacheDir, launch },
            modelId: basename(input),
          });
    const { model, report } = rewriteModel(opened.model, precision, { settings, calibration });
    const { dataFiles } = await saveModelFile(model, path);
    const madeInS = (performance.now() - startedMs) / 1000;
    return { file: { path, dataFiles, sha256: await hashModelFiles(path, dataFiles) }, report, madeInS };
  } finally {
    await opened.close();
  }
}

async function compare(
  file: ModelFile,
  feeds: readonly TensorMap[],
  reference: readonly TensorMap[],
  { precision, launch, say }: QuantizeOptions,
): Promise<Agreement> {
  say('Comparing …');
  const outputs = await runFeeds(file, feeds, launch).catch((cause: unknown) => {
    if (!(cause instanceof Fault)) throw cause;
    const message = `The ${precision} model does not run, and was not kept: ${cause.message}`;
    throw new Fault(cause.code, message, { cause, remedy: cause.remedy });
  });
  return compareOutputs(reference, outputs, classOutputOf(null, reference[0] ?? {}));
}

/** In the output's own folder, so that what is made there only needs to be renamed. */
function makeFolderBeside(output: string): Promise<string> {
  return mkdtemp(join(dirname(output), '.joulemark-')).catch((cause: unknown) => {
    throw new Fault('file-unwritable', `cannot write to ${dirname(output)}: ${String(cause)}`, { cause });
  });
}

/** The model last: until then, what is there is the old one or none. */
async function moveInPlace({ path, dataFiles }: ModelFile, output: string): Promise<void> {
  try {
    for (const name of dataFiles) await rename(join(dirname(path), name), join(dirname(output), name));
    await rename(path, output);
  } catch (cause) {
    throw new Fault('file-unwritable', `cannot write ${output}: ${String(cause)}`, { cause });
  }
}

function warningsOf(feeds: Feeds | { why: string }, { precision, inputs }: QuantizeOptions): string[] {
  if ('why' in feeds) return [`It was not run and not compared: ${feeds.why}`];
  const warnings: string[] = [];
  if (precision === 'int8-static' && inputs === null) {
    warnings.push(
      'Calibrated on made inputs: the ranges are those of noise, and real inputs may lie outside. Use --calibrate DIR.',
    );
  }
  if (feeds.compared.length < 32) {
    const count = feeds.compared.length;
    warnings.push(
      `The comparison rests on ${count} ${count === 1 ? 'input' : 'inputs'}; 32 or more are better.`,
    );
  }
  if (feeds.compared.length === 1 && feeds.calibrating.length === 1 && precision === 'int8-static') {
    warnings.push('It was calibrated and compared on the same input, which flatters it.');
  }
  return warnings;
}

function throwIfStopped({ signal }: QuantizeOptions): void {
  if (signal.aborted) throw new Fault('interrupted', 'Stopped; nothing was written.');
}
