/**
 * What Joulemark's worker costs on native WebGPU: time per inference in its loop against a bare onnxruntime-node
 * loop with the same provider, model and input. On the machine's own GPU where Vulkan, Direct3D or Metal offers one,
 * otherwise on the software renderer that comes with Electron. Target: a median ratio of at most 1.02.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { findModels, openCatalogue } from '#catalogue/catalogue.ts';
import { loadAssets } from '#catalogue/inputs.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import { ON_CPU, type Configuration } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { Adapter } from '#core/placement.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { createWorkload, NO_LIMITS, type WorkloadOptions } from '#inference/worker/worker-workload.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { findPlaces } from '#runner/places.ts';
import { ask, measureBare, measureWorker, startBareLoop } from './bare-loop.ts';
import { findElectron } from './electron.ts';
import { comparePaired, type Comparison } from './paired.ts';

const TARGET = 1.02;

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'pp-ocrv4-cls,silero-vad' },
    pairs: { type: 'string', default: '21' },
    seconds: { type: 'string', default: '2' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const options = {
  pairs: Number(values.pairs),
  seconds: Number(values.seconds),
  threads: Number(values.threads),
};
const places = findPlaces(process.env);
// Both sides alike: no reports to the makers of ONNX Runtime while we measure.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

const table = new Table({
  head: ['model', 'adapter', 'worker ms', 'bare ms', 'ratio', '95 % interval', 'quartiles'],
  style: { head: [], border: [] },
});
let worst = 0;
for (const model of findModels(values.models.split(','), await openCatalogue(places))) {
  process.stderr.write(`${model.id}: ${options.pairs} pairs of ${options.seconds} s …\n`);
  const { comparison, adapter } = await compare(model, {}).catch(async (error: unknown) => {
    if (!(error instanceof Fault) || error.code !== 'provider-failed') throw error;
    process.stderr.write(`${error.message}\nIn software, then.\n`);
    return compare(model, await softwareRenderer());
  });
  worst = Math.max(worst, comparison.ratio.median);
  table.push(row(model, adapter, comparison));
}
process.stdout.write(
  `${table.toString()}\n` +
    `${options.threads} threads, ${options.pairs} alternating pairs of ${options.seconds} s; ` +
    `ratio = worker / bare of each pair: median, its interval, and the quartiles of the pairs.\n` +
    `Worst median ratio ${worst.toFixed(3)}: ${worst <= TARGET ? 'within' : 'OVER'} the target of ${TARGET}.\n`,
);
process.exitCode = worst <= TARGET ? 0 : 1;

function row(model: ModelDefinition, adapter: Adapter | null, { ourS, theirS, ratio }: Comparison): string[] {
  const times = [ourS, theirS].map((seconds) => (seconds * 1000).toFixed(3));
  const spans = [ratio.interval, ratio.quartiles].map(
    ([low, high]) => `${low.toFixed(3)} … ${high.toFixed(3)}`,
  );
  const name = adapter?.name ?? adapter?.vendor ?? 'not known';
  return [model.id, name, ...times, ratio.median.toFixed(3), ...spans];
}

async function compare(
  model: ModelDefinition,
  env: NodeJS.ProcessEnv,
): Promise<{ comparison: Comparison; adapter: Adapter | null }> {
  const launch = forkWorker(places.workerEntry, env);
  const { path, sha256, dataFiles } = await prepareVariant(model, 'fp32', places, { launch });
  const feeds = model.inputs(await loadAssets(model, places.packageRoot))[0];
  if (feeds === undefined) throw new Fault('internal', `${model.id} has no input`);
  const configuration: Configuration = {
    ...{ model: model.id, modelSha256: model.sha256, modelKind: model.kind, precision: 'fp32' },
    ...{ ...ON_CPU, provider: 'webgpu', device: 'gpu', threads: options.threads, batch: 1 },
  };
  // One input and no reference: what is right is proven elsewhere, and in software an inference takes its time.
  const workload: WorkloadOptions = {
    ...{ configuration, variant: { path, sha256, dataFiles }, feeds: [feeds], launch, limits: NO_LIMITS },
    ...{
      work: model.work,
      bounds: null,
      classOutput: null,
      reference: () => Promise.resolve(null),
      check: null,
    },
  };
  const worker = createWorkload(workload);
  const bare = startBareLoop(places.packageRoot, env);
  try {
    const { ran } = await worker.prepare(new AbortController().signal);
    await ask(bare, { path, provider: 'webgpu', threads: options.threads, feeds });
    const comparison = await comparePaired(
      () => measureWorker(worker, options.seconds),
      () => measureBare(bare, options.seconds),
      options.pairs,
    );
    return { comparison, adapter: ran.adapter };
  } finally {
    await worker.close();
    bare.disconnect();
  }
}

/** SwiftShader and the Vulkan loader, from Electron. */
async function softwareRenderer(): Promise<NodeJS.ProcessEnv> {
  const { distDir } = await findElectron(places.packageRoot);
  return { LD_LIBRARY_PATH: distDir, VK_ICD_FILENAMES: join(distDir, 'vk_swiftshader_icd.json') };
}
