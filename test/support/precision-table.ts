/**
 * A program that measures what int8 costs and saves, as Markdown tables: the real models, the forms of
 * their weights, single convolutions in each form, and LSTMs. Not a test: times depend on the machine. From the checkout:
 *   npx vite build --ssr test/support/precision-table.ts --outDir out/precision-table
 *   node out/precision-table/precision-table.js
 */
import { loadAssets } from '#catalogue/inputs.ts';
import { compareOutputs } from '#core/fidelity.ts';
import type { TrainedModel } from '#models/definition.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { DEFAULT_SETTINGS } from '#precision/settings.ts';
import { makeVariant } from '#precision/variants.ts';
import { alternate, type Timing } from './alternate.ts';
import { MACHINE_SETTINGS } from './machine-settings.ts';
import { modelBytes, node, noise, weights } from './onnx-models.ts';
import { runAll, withSession } from './onnx-run.ts';
import { shippedBytes } from './shipped-bytes.ts';
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

/** Hidden size (the input's, too) and steps. */
const LSTMS = [
  [64, 50],
  [128, 1],
  [128, 20],
  [256, 20],
  [512, 20],
  [1024, 1],
  [1024, 20],
] as const;

const EXACT = { extra: { session: { x64quantprecision: '1' } } };

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
  const shipped = await shippedBytes(model, PACKAGE_ROOT);
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

/** int8 weights with ONNX Runtime's defaults (wrong without VNNI) and with the session's option, and uint8. */
async function formsRow(model: TrainedModel): Promise<string[]> {
  const assets = await loadAssets(model, PACKAGE_ROOT);
  const shipped = await shippedBytes(model, PACKAGE_ROOT);
  const own = await taskFeeds(model, shipped, assets);
  const [signed, unsigned] = (['int8', 'uint8'] as const).map((weights) => {
    const settings = { ...DEFAULT_SETTINGS, int8: { weights } };
    return makeVariant(shipped, 'int8-dynamic', { settings }).bytes;
  });
  if (signed === undefined || unsigned === undefined) throw new Error('there are two forms');
  const models = [shipped, signed, signed, unsigned, unsigned];
  const times = await alternate(models, own[0] ?? {}, 1, [{}, {}, EXACT, {}, EXACT]);
  return [model.id, times[0]?.wallMs.toFixed(2) ?? '', ...times.slice(1).map(timing)];
}

async function lstmRow([hidden, steps]: (typeof LSTMS)[number]): Promise<string[]> {
  const float = modelBytes({
    nodes: [node('LSTM', ['x', 'w', 'r', 'b'], 'y', { hidden_size: hidden })],
    inputs: { x: [steps, 1, hidden] },
    outputs: { y: 4 },
    initializers: [
      weights('w', [1, 4 * hidden, hidden], 1),
      weights('r', [1, 4 * hidden, hidden], 2),
      weights('b', [1, 8 * hidden], 3),
    ],
  });
  const data = noise(steps * hidden, 1);
  const feeds = { x: { type: 'float32', dims: [steps, 1, hidden], data } } as const;
  const [plain, integer] = await alternate([float, int8(float)], feeds, 1);
  const answers = [await runAll(float, [feeds]), await runAll(int8(float), [feeds])] as const;
  const { sqnrDb } = compareOutputs(...answers, null);
  return [
    `${hidden} → ${hidden}, ${steps} steps`,
    plain?.wallMs.toFixed(3) ?? '',
    timing(integer),
    `${sqnrDb?.toFixed(1) ?? '∞'} dB`,
  ];
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
process.stdout.write('\n');
printHead(['model', 'float, ms', 'int8', 'int8, option', 'uint8', 'uint8, option']);
for (const model of TRAINED_MODELS) printRow(await formsRow(model));
process.stdout.write('\n');
printHead(['LSTM', 'float, ms', 'DynamicQuantizeLSTM, ms', 'against fp32']);
for (const lstm of LSTMS) printRow(await lstmRow(lstm));
