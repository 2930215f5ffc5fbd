/** Makes models at every precision they come in, runs each, and says what it lost: for the terminal and the window. */
import { findModels, openCatalogue } from '#catalogue/catalogue.ts';
import { settingsForThisMachine } from '#catalogue/machine-settings.ts';
import { findModelFile, sizeOfModelFiles } from '#catalogue/model-file.ts';
import { surveyPrecision } from '#catalogue/survey.ts';
import { prepareVariant, type Variant } from '#catalogue/variants.ts';
import { leftGroups } from '#core/change-report.ts';
import { ON_CPU, PRECISIONS, type Configuration, type Precision } from '#core/configuration.ts';
import { Fault, toWireFault } from '#core/errors.ts';
import type { StopSignal } from '#core/ports.ts';
import type { MachineFacts } from '#core/record/schema.ts';
import type { LeftOutPrecision, VariantRow, VariantStep, VariantTable } from '#core/variant-table.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { readMachineFacts } from '#host/facts.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { openModelFile } from '#precision/files/open.ts';
import type { VariantSettings } from '#precision/settings.ts';
import { defaultThreads } from './configurations.ts';
import { nativeOnly } from './launchers.ts';
import { lazyWorkload, openModel, type ModelSource } from './lazy-workload.ts';
import type { Places } from './places.ts';
import { softwareFacts } from './surroundings.ts';

export interface VariantsRequest {
  /** Ids and groups; null: the default suite. */
  readonly models: readonly string[] | null;
  /** null: all. */
  readonly precisions: readonly Precision[] | null;
  readonly places: Places;
  readonly launch: WorkerLauncher;
  /** Before each pair: what is made and run now. */
  readonly onStep: (step: VariantStep) => void;
  /** After each pair, and once more after each model: what there is so far, for those who want it before the end. */
  readonly onTable?: (table: VariantTable) => void;
  readonly signal: StopSignal;
}

/**
 * A pair that fails stands in its row, and the others go on. Rejects with `unknown-model`, or with `interrupted` when the
 * signal aborts.
 */
export async function tabulateVariants(request: VariantsRequest): Promise<VariantTable> {
  const { places, launch, signal, onStep, onTable } = request;
  const models = findModels(request.models, await openCatalogue(places));
  const [settings, machine] = [await settingsForThisMachine(), await readMachineFacts()];
  const wanted = PRECISIONS.filter((precision) => request.precisions?.includes(precision) ?? true);
  const offered = (model: ModelDefinition): Precision[] =>
    wanted.filter((each) => model.precisions.includes(each));
  const of = models.reduce((sum, model) => sum + offered(model).length, 0);
  const rows: VariantRow[] = [];
  const leftOut: LeftOutPrecision[] = [];
  const { joulemark, onnxruntime } = softwareFacts(places, null);
  const tableSoFar = (): VariantTable => ({
    software: { joulemark, onnxruntime },
    integerWeights: settings.int8.weights,
    rows: [...rows],
    leftOut: [...leftOut],
  });
  for (const model of models) {
    const source = openModel(model, places, nativeOnly(launch));
    for (const precision of offered(model)) {
      if (signal.aborted) throw new Fault('interrupted', 'Stopped before every variant had run.');
      onStep({ model: model.id, precision, number: rows.length + 1, of });
      rows.push(await rowOf(source, precision, machine, signal));
      onTable?.(tableSoFar());
    }
    const missing = wanted.filter((each) => !model.precisions.includes(each));
    leftOut.push(...(await reasonsFor(model, missing, settings, places)));
    onTable?.(tableSoFar());
  }
  return tableSoFar();
}

async function rowOf(
  source: ModelSource,
  precision: Precision,
  machine: MachineFacts,
  signal: StopSignal,
): Promise<VariantRow> {
  const { model, places, launchers } = source;
  const base = { model: model.id, kind: model.kind, precision };
  try {
    const variant = await prepareVariant(model, precision, places, { launch: launchers.native });
    const made = { ...base, ...(await factsOf(variant)) };
    try {
      return { ...made, fidelity: await fidelityOf(source, precision, machine, signal), fault: null };
    } catch (error) {
      return { ...made, fidelity: null, fault: faultOf(error) };
    }
  } catch (error) {
    const unknown = { bytes: null, sha256: null, changed: null, left: null, leftReasons: [], madeInS: null };
    return { ...base, ...unknown, fidelity: null, fault: faultOf(error) };
  }
}

/** Throws what ends the whole table. */
function faultOf(error: unknown): VariantRow['fault'] {
  if (error instanceof Fault && error.code === 'interrupted') throw error;
  return toWireFault(error);
}

async function factsOf(
  variant: Variant,
): Promise<Pick<VariantRow, 'bytes' | 'sha256' | 'changed' | 'left' | 'leftReasons' | 'madeInS'>> {
  const { report, sha256, madeInS } = variant;
  return {
    bytes: await sizeOfModelFiles(variant),
    sha256,
    changed: report?.changed.length ?? null,
    left: report?.left.length ?? null,
    leftReasons: report === null ? [] : leftGroups(report),
    madeInS,
  };
}

/** As a benchmark prepares it: placement, fidelity over all inputs, and the model's own task. */
async function fidelityOf(
  source: ModelSource,
  precision: Precision,
  machine: MachineFacts,
  signal: StopSignal,
): Promise<VariantRow['fidelity']> {
  const configuration: Configuration = {
    model: source.model.id,
    modelSha256: source.model.sha256,
    modelKind: source.model.kind,
    precision,
    ...ON_CPU,
    threads: defaultThreads(machine),
    batch: 1,
  };
  const workload = lazyWorkload(configuration, source);
  try {
    return (await workload.prepare(signal)).fidelity;
  } finally {
    await workload.close();
  }
}

async function reasonsFor(
  model: ModelDefinition,
  precisions: readonly Precision[],
  settings: VariantSettings,
  places: Places,
): Promise<LeftOutPrecision[]> {
  if (precisions.length === 0) return [];
  const because = (why: (precision: Precision) => string): LeftOutPrecision[] =>
    precisions.map((precision) => ({ model: model.id, precision, why: why(precision) }));
  try {
    const file = await findModelFile(model, places);
    const bytes = await sizeOfModelFiles(file);
    const opened = await openModelFile(file.path);
    try {
      return because((precision) => {
        const { applies, detail } = surveyPrecision(opened.model, precision, bytes, settings);
        if (!applies && detail !== null) return detail;
        return `not offered for this model${detail === null ? '' : ` (it ${detail})`}`;
      });
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return because(() => error.message);
  }
}
