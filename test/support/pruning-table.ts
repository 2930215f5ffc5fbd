/**
 * A program that measures what pruning costs and saves on the trained models, as a Markdown table. Not a test: times
 * depend on the machine. From the checkout:
 *   npx vite build --ssr test/support/pruning-table.ts --outDir out/pruning-table
 *   node out/pruning-table/pruning-table.js
 */
import { loadAssets } from '#catalogue/inputs.ts';
import type { Precision } from '#core/configuration.ts';
import { compareOutputs } from '#core/fidelity.ts';
import type { TrainedModel } from '#models/definition.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { tensorsWithin } from '#precision/onnx/walk.ts';
import { dimsOf, elementCount } from '#precision/onnx/tensors.ts';
import { makeVariant } from '#precision/variants.ts';
import { alternate } from './alternate.ts';
import { runAll, withSession } from './onnx-run.ts';
import { shippedBytes } from './shipped-bytes.ts';
import { taskFeeds, textured } from './task-feeds.ts';

const PACKAGE_ROOT = process.cwd();
const PRECISIONS: readonly Precision[] = ['pruned-25', 'pruned-50', 'sparse-50'];
const LAYERS = ['Conv', 'ConvTranspose', 'Gemm', 'MatMul'];

function printRow(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

/** Elements of all float32 tensors, in thousands. */
function thousands(bytes: Uint8Array): string {
  const { graph } = readModel(bytes);
  let count = 0;
  for (const tensor of graph ? tensorsWithin(graph) : []) {
    if (tensor.dataType === DATA_TYPE.float) count += elementCount(dimsOf(tensor));
  }
  return (count / 1000).toFixed(0);
}

const megabytes = (bytes: Uint8Array): string => (bytes.length / 1e6).toFixed(2);

async function printModel(model: TrainedModel): Promise<void> {
  const assets = await loadAssets(model, PACKAGE_ROOT);
  const shipped = await shippedBytes(model, PACKAGE_ROOT);
  const own = await taskFeeds(model, shipped, assets);
  const feeds = model.id === 'pp-ocrv4-cls' ? textured(own) : own;
  const expected = await runAll(shipped, feeds);
  for (const precision of PRECISIONS) {
    const { bytes, report } = makeVariant(shipped, precision);
    const layers = report.changed.filter(({ op }) => LAYERS.includes(op));
    const { sqnrDb, cosine } = compareOutputs(expected, await runAll(bytes, feeds), model.classOutput);
    const task = await withSession(bytes, (run) => model.check(run, assets));
    const [, timing] = await alternate([shipped, bytes], own[0] ?? {}, 1);
    printRow([
      model.id,
      precision,
      `${thousands(shipped)} → ${thousands(bytes)}`,
      `${megabytes(shipped)} → ${megabytes(bytes)}`,
      `${layers.length} / ${report.left.length}`,
      `${sqnrDb?.toFixed(1) ?? '∞'} dB, ${cosine?.toFixed(3) ?? ''}`,
      task.passed ? 'passes' : 'fails',
      `× ${timing?.cpuRatio.toFixed(2) ?? ''}`,
    ]);
  }
}

const head = [
  'model',
  'precision',
  'parameters, thousands',
  'MB',
  'layers changed / left',
  'against fp32',
  'task',
];
printRow([...head, 'processor time, 1 thread']);
printRow([...head, ''].map(() => '---'));
for (const model of TRAINED_MODELS) await printModel(model);
