/** PP-OCRv4 text detection (mobile): a picture in, a map of the probability of text out. */
import type { TensorMap } from '#core/tensor.ts';
import { type Limits, variations } from './augment.ts';
import type { Assets, Picture, RunModel, TaskOutcome, TrainedModel } from './definition.ts';
import calibrationPages from './inputs/calibration-pages.json' with { type: 'json' };
import pages from './inputs/pages.json' with { type: 'json' };
import { OCR_PACKAGE, OCR_SOURCE, pictureAsset } from './ocr-source.ts';
import { PRUNED, USUAL } from './precisions.ts';
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

/** For comparison, and as many others for calibration. */
const FEEDS = 32;

/** How differently a hand holds a camera, and a room lights the page: turned by up to 3.4°. */
const LIMITS: Limits = {
  halfTurn: 0.03,
  scale: 0.1,
  shiftX: 20,
  shiftY: 20,
  contrast: 0.3,
  brightness: 30,
  tint: 0.1,
  blurs: 2,
  noise: 8,
};

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
  precisions: [...USUAL, ...PRUNED],
  usualPrecisions: USUAL,
  /**
   * With noise on its weights all 32 pictures keep their boxes (each with an overlap of 0.9) down to 27 dB,
   * 30 of them at 24 dB, 20 at 16 dB, where the task fails: between the two it goes wrong.
   */
  bounds: { minSqnrDb: 20, minTop1Agreement: null },
  assets: [...pages, ...calibrationPages].map(({ picture }) => pictureAsset(picture)),
  classOutput: null,
  inputs: (assets) => variedFeeds(assets, pages, 1),
  calibration: (assets) => variedFeeds(assets, calibrationPages, 2),
  check,
};

function variedFeeds(assets: Assets, of: readonly { picture: string }[], seed: number): TensorMap[] {
  const pictures = of.map(({ picture }) => assets.picture(picture));
  return variations(pictures, FEEDS, LIMITS, seed).map(pageFeeds);
}

function pageFeeds(picture: Picture): TensorMap {
  const page = resize(picture, WIDTH, HEIGHT);
  return { [INPUT]: { type: 'float32', dims: [1, 3, HEIGHT, WIDTH], data: bgrPlanes(page, IMAGENET) } };
}

async function check(run: RunModel, assets: Assets): Promise<TaskOutcome> {
  const overlaps: number[] = [];
  const missed: string[] = [];
  for (const { picture, text, box } of pages) {
    const { data } = floatOutput(await run(pageFeeds(assets.picture(picture))), OUTPUT);
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
