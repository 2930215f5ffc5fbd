/**
 * What Joulemark's worker costs: time per inference in its loop against a bare onnxruntime-node loop on
 * the same model, input and threads. Target: a median ratio of at most 1.02 for every model.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { findModels, openCatalogue } from '#catalogue/catalogue.ts';
import { loadAssets } from '#catalogue/inputs.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import { ON_CPU, PRECISIONS, type Configuration, type Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { forkLauncher } from '#runner/fork-worker.ts';
import { nativeOnly } from '#runner/launchers.ts';
import { lazyWorkload, openModel } from '#runner/lazy-workload.ts';
import { findPlaces } from '#runner/places.ts';
import { ask, measureBare, measureWorker, startBareLoop } from './bare-loop.ts';
import { comparePaired, type Comparison } from './paired.ts';

const TARGET = 1.02;

const { values } = parseArgs({
  options: {
    models: { type: 'string' },
    precisions: { type: 'string', default: 'fp32' },
    pairs: { type: 'string', default: '41' },
    seconds: { type: 'string', default: '0.5' },
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
  head: ['model', 'precision', 'worker ms', 'bare ms', 'ratio', '95 % interval', 'quartiles'],
  style: { head: [], border: [] },
});
let worst = 0;
for (const model of findModels(values.models?.split(',') ?? null, await openCatalogue(places))) {
  for (const precision of precisionsOf(model)) {
    process.stderr.write(`${model.id} ${precision}: ${options.pairs} pairs of ${options.seconds} s …\n`);
    const comparison = await compare(model, precision);
    worst = Math.max(worst, comparison.ratio.median);
    table.push(row(model, precision, comparison));
  }
}
process.stdout.write(
  `${table.toString()}\n` +
    `${options.threads} threads, ${options.pairs} alternating pairs of ${options.seconds} s; ` +
    `ratio = worker / bare of each pair: median, its interval, and the quartiles of the pairs.\n` +
    `Worst median ratio ${worst.toFixed(3)}: ${worst <= TARGET ? 'within' : 'OVER'} the target of ${TARGET}.\n`,
);
process.exitCode = worst <= TARGET ? 0 : 1;

function precisionsOf(model: ModelDefinition): Precision[] {
  const wanted = values.precisions.split(',');
  return PRECISIONS.filter((name) => wanted.includes(name) && model.precisions.includes(name));
}

function row(model: ModelDefinition, precision: Precision, { ourS, theirS, ratio }: Comparison): string[] {
  const times = [ourS, theirS].map((seconds) => (seconds * 1000).toFixed(3));
  return [
    ...[model.id, precision, ...times, ratio.median.toFixed(3)],
    ...[ratio.interval, ratio.quartiles].map(([low, high]) => `${low.toFixed(3)} … ${high.toFixed(3)}`),
  ];
}

async function compare(model: ModelDefinition, precision: Precision): Promise<Comparison> {
  const file = await prepareVariant(model, precision, places, { launch: forkLauncher(places) });
  const feeds = model.inputs(await loadAssets(model, places.packageRoot))[0];
  if (feeds === undefined) throw new Fault('internal', `${model.id} has no input`);
  const configuration: Configuration = {
    ...{ model: model.id, modelSha256: model.sha256, modelKind: model.kind, precision },
    ...{ ...ON_CPU, threads: options.threads, batch: 1 },
  };
  const worker = lazyWorkload(configuration, openModel(model, places, nativeOnly(forkLauncher(places))));
  const bare = startBareLoop(places.packageRoot);
  try {
    await worker.prepare(new AbortController().signal);
    await ask(bare, { path: file.path, provider: 'cpu', threads: options.threads, feeds });
    return await comparePaired(
      () => measureWorker(worker, options.seconds),
      () => measureBare(bare, options.seconds),
      options.pairs,
    );
  } finally {
    await worker.close();
    bare.disconnect();
  }
}
