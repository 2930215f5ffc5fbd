/** Takes a person's own model into the catalogue. It stays where it is; what is kept is how to run it. */
import { Fault } from '#core/errors.ts';
import type { ImportWishes } from '#core/import-wishes.ts';
import type { ImportReport } from '#core/imported.ts';
import { dimsText } from '#core/open-dims.ts';
import type { InputSpec, ModelCost } from '#core/suite.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import { openModelFile } from '#precision/files/open.ts';
import { countParameters } from '#precision/onnx/cost.ts';
import { int64ToNumber, type GraphProto } from '#precision/onnx/messages.ts';
import { feedsHash } from '../feeds/feeds-hash.ts';
import { settingsForThisMachine } from '../machine-settings.ts';
import { measureCost } from '../measure-cost.ts';
import { sizeOfModelFiles, type ModelFile } from '../model-file.ts';
import { surveyPrecisions } from '../survey.ts';
import { classOutputOf } from './class-output.ts';
import { graphOf, operatorSetsOf, operatorsOf } from './describe-model.ts';
import { checkId, ENTRY_SCHEMA, idOfFile, writeEntry, type ImportEntry } from './entry.ts';
import { importedModel } from './imported-model.ts';
import { prepareInputs, type PreparedInputs } from './prepare-inputs.ts';
import { findValues, runOnce, type TrialModel } from './run-once.ts';

export interface ImportOptions extends ImportWishes {
  /** Absolute path of the `.onnx` file. */
  readonly file: string;
  readonly dataDir: string;
  readonly launch: WorkerLauncher;
  /** Ids and names of groups that are taken. */
  readonly taken: readonly string[];
  readonly say: (text: string) => void;
}

const SEED = 1;

/**
 * Runs the model once before anything is kept. Rejects with a `Fault`: `wrong-usage` for an id or a shape that cannot be,
 * `input-invalid`, those of reading a model, and the worker's where the model does not run.
 */
export async function importModel(options: ImportOptions): Promise<ImportReport> {
  const { file: path, dataDir, minSqnrDb, launch, say } = options;
  const id = freeId(options);
  say(`Reading ${path} …`);
  const { file, facts, prepared } = await readFacts(options);
  say('Running it once …');
  const trial: TrialModel = { file, launch };
  const { source, first, outputs, values } = await runFirst(trial, prepared, options);
  say('Trying the precisions …');
  const { parameters, cost, precisions } = await judge(id, path, facts.bytes, first, launch);
  const offered = precisions.flatMap(({ precision, applies }) => (applies ? [precision] : []));
  const entry: ImportEntry = {
    ...{ schema: ENTRY_SCHEMA, id, path, dataFiles: [...file.dataFiles], sha256: file.sha256 },
    ...{ inputs: prepared.specs.map(specCopy), source, minSqnrDb, cost },
    classOutput: classOutputOf(options.classes, outputs),
    precisions: ['fp32', ...offered],
  };
  const model = importedModel(entry);
  const [compared, calibrating] = [model.inputs(NO_ASSETS), model.calibration(NO_ASSETS)];
  await writeEntry(dataDir, entry);
  return {
    ...{ id, path, dataFiles: file.dataFiles, sha256: file.sha256, ...facts, parameters, cost },
    inputs: prepared.shaped.map((input) => ({
      spec: input.spec,
      fileDims: input.file.dims === null ? null : dimsText(input.file.dims),
      choices: input.dims.flatMap(({ size, why }) => (why === null ? [] : [`${size} (${why})`])),
      values: values.get(input.spec.name) ?? 'as given',
    })),
    outputs: Object.entries(outputs).map(([name, { type, dims }]) => ({ name, type, dims })),
    classOutput: entry.classOutput,
    bounds: model.bounds,
    source: source.kind === 'seeded' ? `made from seed ${source.seed}` : source.path,
    compared: compared.length,
    calibrating: calibrating.length,
    precisions,
    warnings: warningsOf(compared, outputs),
  };
}

const NO_ASSETS = { picture: noAsset, sound: noAsset, text: noAsset };

function noAsset(name: string): never {
  throw new Fault('internal', `an imported model asked for the asset "${name}"`);
}

function freeId({ id, file, taken }: ImportOptions): string {
  const wanted = id ?? idOfFile(file);
  checkId(wanted);
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}-${number}`)) number += 1;
  throw new Fault('wrong-usage', `there is a model or group "${wanted}" already`, {
    remedy: `Choose another name, such as ${wanted}-${number} (--id ${wanted}-${number}), or remove an imported one first (joulemark models remove ${wanted}).`,
  });
}

type Facts = Pick<ImportReport, 'bytes' | 'irVersion' | 'operatorSets' | 'operators' | 'defaulted'>;

/** The model is let go of before this resolves: the worker that runs it needs the memory. */
async function readFacts(
  options: ImportOptions,
): Promise<{ file: ModelFile; facts: Facts; prepared: PreparedInputs }> {
  const opened = await openModelFile(options.file);
  try {
    const { model, path, dataFiles } = opened;
    const sha256 = await hashModelFiles(path, dataFiles);
    const graph = graphOf(model);
    const facts = {
      bytes: await sizeOfModelFiles({ path, dataFiles }),
      irVersion: int64ToNumber(model.irVersion),
      operatorSets: operatorSetsOf(model),
      operators: operatorsOf(model),
      defaulted: defaultedInputs(graph),
    };
    return { file: { path, dataFiles, sha256 }, facts, prepared: prepareInputs(graph, options) };
  } finally {
    await opened.close();
  }
}

function defaultedInputs(graph: GraphProto): string[] {
  const constants = new Set(graph.initializer.map(({ name }) => name));
  // Before IR 4 every initializer had to be listed as an input, too: those are weights, not choices.
  return graph.input.flatMap(({ name }) => (constants.has(name) ? [name] : []));
}

interface FirstRun {
  readonly source: ImportEntry['source'];
  /** What it ran on. */
  readonly first: TensorMap;
  readonly outputs: TensorMap;
  /** What made values are, by input. */
  readonly values: ReadonlyMap<string, string>;
}

async function runFirst(
  trial: TrialModel,
  { samples, guesses }: PreparedInputs,
  { inputs: path, normalisation }: ImportOptions,
): Promise<FirstRun> {
  if (samples !== null && path !== null) {
    const first = samples[0] ?? {};
    const outputs = await runOnce(trial, first);
    const source = { kind: 'given', path, normalisation, sha256: feedsHash(samples) } as const;
    return { source, first, outputs, values: new Map() };
  }
  const found = await findValues(trial, guesses, SEED).catch((error: unknown) => {
    if (!(error instanceof Fault) || error.code !== 'inference-failed') throw error;
    throw new Fault(error.code, error.message, { cause: error, remedy: TRIAL_REMEDY });
  });
  const values = Object.fromEntries(found.inputs.map(({ spec, values: each }) => [spec.name, each]));
  return {
    source: { kind: 'seeded', seed: SEED, values },
    first: found.feeds,
    outputs: found.outputs,
    values: new Map(found.inputs.map(({ spec, why }) => [spec.name, why])),
  };
}

const TRIAL_REMEDY =
  'If the sizes of its inputs are wrong, give them (--shape NAME=1,3,224,224). If the values are, give inputs of your own (--inputs DIR).';

/** Writing and running a copy that tells its shapes takes as much memory as the model does again. */
const MAX_COUNTED_BYTES = 2 ** 30;

interface Judgement {
  readonly parameters: number;
  /** null: the multiplications could not be counted. */
  readonly cost: ModelCost | null;
  readonly precisions: ImportReport['precisions'];
}

async function judge(
  id: string,
  path: string,
  bytes: number,
  feeds: TensorMap,
  launch: WorkerLauncher,
): Promise<Judgement> {
  const settings = await settingsForThisMachine();
  const opened = await openModelFile(path);
  try {
    const { model } = opened;
    const counted =
      bytes > MAX_COUNTED_BYTES
        ? null
        : await measureCost({ modelId: id, model, bytes, feeds, launch }).catch(nullForFault);
    const precisions = surveyPrecisions(model, bytes, settings);
    return { parameters: countParameters(model), cost: counted, precisions };
  } finally {
    await opened.close();
  }
}

/** An import does not fail over a figure that is only shown. */
function nullForFault(error: unknown): null {
  if (error instanceof Fault) return null;
  throw error;
}

function warningsOf(compared: readonly TensorMap[], outputs: TensorMap): string[] {
  const warnings: string[] = [];
  const distinct = new Set(compared.map((feeds) => feedsHash([feeds]))).size;
  if (distinct < 32) {
    warnings.push(
      `Fidelity rests on ${distinct} distinct ${distinct === 1 ? 'input' : 'inputs'}; 32 or more are better.`,
    );
  }
  const broken = Object.entries(outputs).filter(([, { type, data }]) =>
    type.startsWith('float') && type !== 'float16'
      ? (data as Float32Array).some((value) => !Number.isFinite(value))
      : false,
  );
  for (const [name] of broken) {
    warnings.push(
      `The output "${name}" holds NaN or infinity, and so no precision can be compared with fp32.`,
    );
  }
  return warnings;
}

const specCopy = ({ name, type, dims, meaning }: InputSpec): ImportEntry['inputs'][number] => ({
  ...{ name, type, meaning },
  dims: [...dims],
});
