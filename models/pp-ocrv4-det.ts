/** PP-OCRv4 text detection (mobile): a picture in, a map of the probability of text out. */
import type { TensorMap } from '#core/tensor.ts';
import type { Assets, TrainedModel, RunModel, TaskOutcome } from './definition.ts';
import pages from './inputs/pages.json' with { type: 'json' };
import { OCR_PACKAGE, OCR_SOURCE, pictureAsset } from './ocr-source.ts';
import { floatOutput } from './outputs.ts';
import { bgrPlanes, type Normalisation, resize } from './picture.ts';
import { type Box, findTextBoxes, overlapRatio } from './text-boxes.ts';

/** A camera's picture; both sides must be multiples of 32. */
const WIDTH = 640;
const HEIGHT = 480;
const INPUT = 'x';
const OUTPUT = 'sigmoid_0.tmp_0';
/** A box counts as found from this intersection over union on, as in ICDAR's evaluation. */
const MIN_OVERLAP = 0.5;

/** ImageNet's statistics, applied in this order to blue, green, red, as PP-OCR does. */
const IMAGENET: Normalisation = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

export const PP_OCRV4_DET: TrainedModel = {
  id: 'pp-ocrv4-det',
  title: 'PP-OCRv4 text detection',
  task: 'finds text in a picture',
  kind: 'trained',
  inDefaultSuite: true,
  source: { kind: 'package', ...OCR_PACKAGE, file: 'assets/ch_PP-OCRv4_det_infer.onnx' },
  ...OCR_SOURCE,
  sha256: '30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff',
  cost: { macs: 1_726_479_744, parameters: 1_171_488, bytes: 4_745_517 },
  work: { unit: 'inference', perInference: 1 },
  takes: [
    {
      name: INPUT,
      type: 'float32',
      dims: [1, 3, HEIGHT, WIDTH],
      meaning: "picture, planes blue, green, red, standardised by ImageNet's mean and deviation",
    },
  ],
  precisions: ['fp32', 'int8-dynamic'],
  usualPrecisions: ['fp32', 'int8-dynamic'],
  bounds: null,
  assets: pages.map(({ picture }) => pictureAsset(picture)),
  classOutput: null,
  inputs: (assets) => pages.map(({ picture }) => pageFeeds(assets, picture)),
  calibration: (assets) => pages.map(({ picture }) => pageFeeds(assets, picture)),
  check,
};

function pageFeeds(assets: Assets, picture: string): TensorMap {
  const page = resize(assets.picture(picture), WIDTH, HEIGHT);
  return { [INPUT]: { type: 'float32', dims: [1, 3, HEIGHT, WIDTH], data: bgrPlanes(page, IMAGENET) } };
}

async function check(run: RunModel, assets: Assets): Promise<TaskOutcome> {
  const overlaps: number[] = [];
  const missed: string[] = [];
  for (const { picture, text, box } of pages) {
    const { data } = floatOutput(await run(pageFeeds(assets, picture)), OUTPUT);
    const overlap = bestOverlap(findTextBoxes(data, WIDTH, HEIGHT), box);
    overlaps.push(overlap);
    if (overlap < MIN_OVERLAP) missed.push(`missed "${text}" (best overlap ${overlap.toFixed(2)})`);
  }
  if (missed.length > 0) return { passed: false, detail: missed.join('; ') };
  const least = Math.min(...overlaps).toFixed(2);
  return {
    passed: true,
    detail: `found the text of all ${pages.length} pages, each with an overlap of ${least} or more`,
  };
}

function bestOverlap(found: readonly Box[], truth: Box): number {
  return Math.max(0, ...found.map((box) => overlapRatio(box, truth)));
}
