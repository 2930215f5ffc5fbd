/**
 * What Joulemark's page costs: time per inference of wasm in its worker against a bare page of onnxruntime-web on the
 * same model, input and threads, both in hidden windows of Electron. Target: a median ratio of at most 1.05 for
 * every model. The bare loop runs in a worker, too, unless `--bare page` is given: on a page's own thread
 * WebAssembly may not sleep and waits for its threads by spinning.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { findModels, openCatalogue } from '#catalogue/catalogue.ts';
import { loadAssets } from '#catalogue/inputs.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import { ON_CPU, type Configuration } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { Workload } from '#core/ports.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { forkLauncher } from '#runner/fork-worker.ts';
import { lazyWorkload, openModel } from '#runner/lazy-workload.ts';
import { findPlaces } from '#runner/places.ts';
import { startWebHost, type WebHost } from '#test/support/web-host.ts';
import { findElectron, hasDisplay } from './electron.ts';
import { comparePaired, type Comparison } from './paired.ts';

const TARGET = 1.05;
/** Each measurement begins with running that does not count, as each window does. */
const SETTLE_S = 0.2;

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: TRAINED_MODELS.map(({ id }) => id).join(',') },
    pairs: { type: 'string', default: '31' },
    seconds: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
    bare: { type: 'string', default: 'worker' },
  },
});
const options = {
  pairs: Number(values.pairs),
  seconds: Number(values.seconds),
  threads: Number(values.threads),
};
const places = findPlaces(process.env);
const electron = await electronCommand();

const table = new Table({
  head: ['model', 'page ms', 'bare ms', 'ratio', '95 % interval', 'quartiles'],
  style: { head: [], border: [] },
});
let worst = 0;
const host = await startWebHost({
  executable: electron.file,
  args: [...electron.args, places.packageRoot],
});
try {
  for (const model of findModels(values.models.split(','), await openCatalogue(places))) {
    process.stderr.write(`${model.id}: ${options.pairs} pairs of ${options.seconds} s …\n`);
    const comparison = await compare(model, host);
    worst = Math.max(worst, comparison.ratio.median);
    table.push(row(model, comparison));
  }
} finally {
  await host.close();
}
process.stdout.write(
  `${table.toString()}\n` +
    `wasm, ${options.threads} threads, bare loop in a ${values.bare}, ${options.pairs} alternating pairs of ` +
    `${options.seconds} s; ratio = page / bare of each pair: median, its interval, and the quartiles of the pairs.\n` +
    `Worst median ratio ${worst.toFixed(3)}: ${worst <= TARGET ? 'within' : 'OVER'} the target of ${TARGET}.\n`,
);
process.exitCode = worst <= TARGET ? 0 : 1;

function row(model: ModelDefinition, { ourS, theirS, ratio }: Comparison): string[] {
  const times = [ourS, theirS].map((seconds) => (seconds * 1000).toFixed(3));
  return [
    ...[model.id, ...times, ratio.median.toFixed(3)],
    ...[ratio.interval, ratio.quartiles].map(([low, high]) => `${low.toFixed(3)} … ${high.toFixed(3)}`),
  ];
}

async function compare(model: ModelDefinition, { launch: web }: WebHost): Promise<Comparison> {
  const native = forkLauncher(places);
  const file = await prepareVariant(model, 'fp32', places, { launch: native });
  const feeds = model.inputs(await loadAssets(model, places.packageRoot))[0];
  if (feeds === undefined) throw new Fault('internal', `${model.id} has no input`);
  const configuration: Configuration = {
    ...{ model: model.id, modelSha256: model.sha256, modelKind: model.kind, precision: 'fp32' },
    ...{ ...ON_CPU, provider: 'wasm', threads: options.threads, batch: 1 },
  };
  const page = lazyWorkload(configuration, openModel(model, places, { native, web }));
  const bare = startBarePage();
  try {
    await page.prepare(new AbortController().signal);
    await ask(bare, { model: file.path, worker: values.bare === 'worker' });
    await ask(bare, { threads: options.threads, feeds });
    return await comparePaired(
      () => measurePage(page),
      () => measureBare(bare),
      options.pairs,
    );
  } finally {
    await page.close();
    bare.disconnect();
  }
}

/** From start to end of what begins after the settling, as a window of a benchmark sees it. */
async function measurePage(page: Workload): Promise<number> {
  await page.start({ kind: 'back-to-back' });
  await sleep((SETTLE_S + options.seconds) * 1000);
  const { startsS, endsS } = await page.stop();
  const settledS = (startsS[0] ?? NaN) + SETTLE_S;
  const first = startsS.findIndex((startS) => startS >= settledS);
  const [startS, endS] = [startsS[first], endsS.at(-1)];
  if (startS === undefined || endS === undefined) {
    throw new Fault('internal', 'no inference began after the settling: use longer --seconds');
  }
  return (endS - startS) / (startsS.length - first);
}

async function measureBare(bare: ChildProcess): Promise<number> {
  const answer = await ask(bare, { settleS: SETTLE_S, seconds: options.seconds });
  return (answer as { secondsPerInference: number }).secondsPerInference;
}

function startBarePage(): ChildProcess {
  const folder = join(places.packageRoot, 'benchmarks/bare-page');
  return spawn(electron.file, [...electron.args, folder], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
}

function ask(bare: ChildProcess, question: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Fault('worker-died', 'The bare page ended.'));
    bare.once('exit', onExit);
    bare.once('message', (answer) => {
      bare.off('exit', onExit);
      resolve(answer);
    });
    bare.send(question);
  });
}

/** The Electron of this checkout; without a display, inside a made-up one. */
async function electronCommand(): Promise<{ file: string; args: readonly string[] }> {
  const { executable, flags } = await findElectron(places.packageRoot);
  return hasDisplay()
    ? { file: executable, args: flags }
    : { file: 'xvfb-run', args: ['-a', executable, ...flags] };
}
