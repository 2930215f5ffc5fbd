/**
 * A program that measures what int8 costs and saves, as two Markdown tables: the real models, and single
 * convolutions in each form. Not a test: times depend on the machine. From the checkout:
 *   npx vite build --ssr test/support/precision-table.ts --outDir out/precision-table
 *   node out/precision-table/precision-table.js
 */
import { readFile } from 'node:fs/promises';
import { loadAssets } from '#catalogue/inputs.ts';
import { readModelFile } from '#catalogue/model-file.ts';
import { compareOutputs } from '#core/fidelity.ts';
import type { TrainedModel } from '#models/definition.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { makeVariant } from '#precision/variants.ts';
import { alternate, type Timing } from './alternate.ts';
import { MACHINE_SETTINGS } from './machine-settings.ts';
import { modelBytes, node, noise, weights } from './onnx-models.ts';
import { runAll, withSession } from './onnx-run.ts';
import { taskFeeds, textured } from './task-feeds.ts';

const PACKAGE_ROOT = process.cwd();
const THREADS = [1, 2];

/** Channels in, channels out, kernel, width and height. */
const CONVOLUTIONS = [
  [192, 192, 1, 40],
  [384, 384, 1, 20],
  [480, 480, 1, 16],
  [64, 64, 3, 56],
  [128, 128, 3, 28],
  [256, 256, 3, 14],
  [512, 512, 3, 7],
] as const;

const int8 = (bytes: Uint8Array): Uint8Array =>
  makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS }).bytes;
const megabytes = (bytes: Uint8Array): string => (bytes.length / 1e6).toFixed(2);

function printRow(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function printHead(cells: readonly string[]): void {
  printRow(cells);
  printRow(cells.map(() => '---'));
}

async function modelRow(model: TrainedModel): Promise<string[]> {
  const assets = await loadAssets(model, PACKAGE_ROOT);
  const { path } = await readModelFile(model, PACKAGE_ROOT);
  const shipped = await readFile(path);
  const startedMs = performance.now();
  const { bytes, report } = makeVariant(shipped, 'int8-dynamic', { settings: MACHINE_SETTINGS });
  const convertedMs = performance.now() - startedMs;
  const layers = report.changed.filter(({ op }) => ['Conv', 'MatMul', 'Gemm', 'LSTM'].includes(op));
  const own = await taskFeeds(model, shipped, assets);
  const feeds = model.id === 'pp-ocrv4-cls' ? textured(own) : own;
  const answers = [await runAll(shipped, feeds), await runAll(bytes, feeds)] as const;
  const { sqnrDb, cosine } = compareOutputs(...answers, model.classOutput);
  const task = await withSession(bytes, (run) => model.check(run, assets));
  const times: string[] = [];
  for (const threads of THREADS) {
    const [float, integer] = await alternate([shipped, bytes], own[0] ?? {}, threads);
    times.push(`${float?.wallMs.toFixed(2)} → ${timing(integer)}`);
  }
  return [
    model.id,
    `${megabytes(shipped)} → ${megabytes(bytes)}`,
    `${layers.length} / ${report.left.length}`,
    `${sqnrDb?.toFixed(1) ?? '∞'} dB, ${cosine?.toFixed(4) ?? ''}`,
    task.passed ? 'passes' : task.detail,
    ...times,
    convertedMs.toFixed(0),
  ];
}

async function convolutionRow([inputs, outputs, kernel, size]: (typeof CONVOLUTIONS)[number]): Promise<
  string[]
> {
  const build = (attributes: Parameters<typeof node>[3]): Uint8Array =>
    modelBytes({
      nodes: [node('Conv', ['x', 'w', 'b'], 'c', attributes), node('Relu', ['c'], 'y')],
      inputs: { x: [1, inputs, size, size] },
      outputs: { y: 4 },
      initializers: [weights('w', [outputs, inputs, kernel, kernel]), weights('b', [outputs])],
    });
  const pads = Array<number>(4).fill((kernel - 1) / 2);
  const float = build({ pads });
  // The same padding, in words that leave no other form than ConvInteger.
  const forms = [float, int8(build({ auto_pad: 'SAME_UPPER' })), int8(float)];
  const data = noise(inputs * size * size, 1);
  const feeds = { x: { type: 'float32', dims: [1, inputs, size, size], data } } as const;
  const [plain, convInteger, patches] = await alternate(forms, feeds, 1);
  const shape = `${inputs} → ${outputs}, ${kernel} × ${kernel}, ${size} × ${size}`;
  return [shape, plain?.wallMs.toFixed(2) ?? '', timing(convInteger), timing(patches)];
}

function timing(of: Timing | undefined): string {
  return of ? `${of.wallMs.toFixed(2)} (CPU × ${of.cpuRatio.toFixed(2)})` : '';
}

const columns = THREADS.map((threads) => `ms, ${threads} thread${threads > 1 ? 's' : ''}`);
printHead(['model', 'MB', 'layers changed / left', 'against fp32', 'task', ...columns, 'converted, ms']);
for (const model of TRAINED_MODELS) printRow(await modelRow(model));
process.stdout.write('\n');
printHead(['convolution', 'float, ms', 'ConvInteger, ms', 'MatMulInteger on patches, ms']);
for (const convolution of CONVOLUTIONS) printRow(await convolutionRow(convolution));
