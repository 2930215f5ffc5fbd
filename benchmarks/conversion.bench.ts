/**
 * What converting costs: a made model of 100 MB (matrix products and convolutions) to int8-dynamic, from its
 * file to a file, in a process of its own. Targets: less than 10 s, and less than 4 × the model's size in
 * memory beyond what the process had before.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openModelFile } from '#precision/files/open.ts';
import { saveModelFile } from '#precision/files/save.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { makeVariant, rewriteModel } from '#precision/variants.ts';
import { model, node, weights } from '#test/support/onnx-models.ts';

const TARGET_S = 10;
const TARGET_RATIO = 4;

interface Cost {
  readonly seconds: number;
  readonly peakBytes: number;
}
/** From the file's bytes in memory, as small models are converted; or tensor by tensor, as large ones are. */
const WAYS = ['bytes', 'files'] as const;
type Way = (typeof WAYS)[number];

const { values } = parseArgs({
  options: { convert: { type: 'string' }, way: { type: 'string' }, runs: { type: 'string', default: '3' } },
});
if (values.convert === undefined) {
  process.exitCode = runAll(Number(values.runs)) ? 0 : 1;
} else {
  process.stdout.write(JSON.stringify(await convert(values.convert, values.way as Way)));
}

function runAll(runs: number): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'joulemark-conversion-'));
  try {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, writeModel(madeModel()));
    const sizeBytes = statSync(path).size;
    return WAYS.map((way) => report(way, sizeBytes, worstOf(path, way, runs))).every(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(way: Way, sizeBytes: number, { seconds, peakBytes }: Cost): boolean {
  const ratio = peakBytes / sizeBytes;
  const isWithin = seconds < TARGET_S && ratio < TARGET_RATIO;
  process.stdout.write(
    `int8-dynamic of ${(sizeBytes / 1e6).toFixed(1)} MB, by ${way}: ${seconds.toFixed(2)} s, ` +
      `peak ${(peakBytes / 1e6).toFixed(0)} MB = ${ratio.toFixed(2)} × its size: ` +
      `${isWithin ? 'within' : 'OVER'} the targets of ${TARGET_S} s and ${TARGET_RATIO} ×.\n`,
  );
  return isWithin;
}

/** The slowest and the largest of the runs, which need not be the same one. */
function worstOf(path: string, way: Way, runs: number): Cost {
  const costs = Array.from({ length: runs }, () => {
    const options = ['--convert', path, '--way', way];
    const answer = execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...options]);
    return JSON.parse(answer.toString()) as Cost;
  });
  return {
    seconds: Math.max(...costs.map(({ seconds }) => seconds)),
    peakBytes: Math.max(...costs.map(({ peakBytes }) => peakBytes)),
  };
}

/** In the process of its own. The peak is the system's own high-water mark. */
async function convert(path: string, way: Way): Promise<Cost> {
  const beforeBytes = process.memoryUsage.rss();
  const startS = performance.now() / 1000;
  if (way === 'bytes') {
    writeFileSync(`${path}.int8`, makeVariant(readFileSync(path), 'int8-dynamic').bytes);
  } else {
    const opened = await openModelFile(path);
    await saveModelFile(rewriteModel(opened.model, 'int8-dynamic').model, `${path}.int8`);
    await opened.close();
  }
  const seconds = performance.now() / 1000 - startS;
  return { seconds, peakBytes: process.resourceUsage().maxRSS * 1024 - beforeBytes };
}

/** 57 MB of convolutions and 50 MB of matrix products, seeded. */
function madeModel(): ReturnType<typeof model> {
  const convolutions = Array.from({ length: 6 }, (_, at) =>
    node('Conv', [at === 0 ? 'x' : `c${at}`, `conv_${at}`], `c${at + 1}`, { pads: [1, 1, 1, 1] }),
  );
  const products = Array.from({ length: 3 }, (_, at) =>
    node('MatMul', [at === 0 ? 'wide' : `m${at}`, `matrix_${at}`], at === 2 ? 'y' : `m${at + 1}`),
  );
  const between = [
    node('GlobalAveragePool', ['c6'], 'pooled'),
    node('Flatten', ['pooled'], 'flat'),
    node('Concat', ['flat', 'flat', 'flat', 'flat'], 'wide', { axis: 1 }),
  ];
  return model({
    nodes: [...convolutions, ...between, ...products],
    inputs: { x: [1, 512, 14, 14] },
    outputs: { y: 2 },
    initializers: [
      ...convolutions.map((_, at) => weights(`conv_${at}`, [512, 512, 3, 3], at + 1)),
      ...products.map((_, at) => weights(`matrix_${at}`, [2048, 2048], at + 11)),
    ],
  });
}
