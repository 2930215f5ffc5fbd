/** PP-OCR's text orientation classifier (mobile v2.0, the one PP-OCRv4 uses): upright or upside down. */
import { seededRandom } from '#core/stats/random.ts';
import type { TensorMap } from '#core/tensor.ts';
import { changed, randomChange } from './augment.ts';
import type { Assets, Picture, RunModel, TaskOutcome, TrainedModel } from './definition.ts';
import {
  calibrationLinePictures,
  judgedLines,
  LINE_ASSETS,
  LINE_LIMITS,
  LINES,
  OCR_PACKAGE,
  OCR_SOURCE,
} from './ocr-source.ts';
import { PRUNED, USUAL } from './precisions.ts';
import { floatOutput } from './outputs.ts';
import { bgrPlanes, CENTRED, fitLine, upsideDown } from './picture.ts';

const HEIGHT = 48;
const WIDTH = 192;
const INPUT = 'x';
const OUTPUT = 'softmax_0.tmp_0';

export const PP_OCRV4_CLS: TrainedModel = {
  id: 'pp-ocrv4-cls',
  title: 'PP-OCRv4 text orientation',
  task: 'tells whether a line of text is upside down',
  kind: 'trained',
  inDefaultSuite: true,
  source: { kind: 'package', ...OCR_PACKAGE, file: 'assets/ch_ppocr_mobile_v2.0_cls_infer.onnx' },
  ...OCR_SOURCE,
  sha256: '491843a3c65de46295864c6815e41127eaa812c4dac1e19c6850ec49da9d3640',
  cost: { macs: 16_315_376, parameters: 129_356, bytes: 578_966 },
  work: { unit: 'inference', perInference: 1 },
  takes: [
    {
      name: INPUT,
      type: 'float32',
      dims: [1, 3, HEIGHT, WIDTH],
      meaning: 'picture of a line, planes blue, green, red, −1 … 1, padded with 0',
    },
  ],
  precisions: [...USUAL, ...PRUNED],
  usualPrecisions: USUAL,
  /**
   * On lines that leave it in doubt. With noise on its weights every line of 32 keeps its side at 23 dB or
   * more but one, 31 do at 16 dB, and 24 to 28 at 10 dB. A page is read the wrong way round for one such line.
   */
  bounds: { minSqnrDb: 20, minTop1Agreement: 0.95 },
  assets: LINE_ASSETS,
  classOutput: OUTPUT,
  inputs: (assets) => [
    ...turnedLines(assets).map(({ feeds }) => feeds),
    ...dimFeeds(judgedLines(assets), 24, 1),
  ],
  calibration: (assets) => [
    ...bothWays(calibrationLinePictures(assets)).map(lineFeeds),
    ...dimFeeds(calibrationLinePictures(assets), 16, 2),
  ],
  check,
};

interface TurnedLine {
  readonly text: string;
  readonly degrees: 0 | 180;
  readonly feeds: TensorMap;
}

/** Each line as drawn, and each turned by 180°. */
function turnedLines(assets: Assets): TurnedLine[] {
  return LINES.flatMap(({ picture, text }) => {
    const line = assets.picture(picture);
    return [
      { text, degrees: 0 as const, feeds: lineFeeds(line) },
      { text, degrees: 180 as const, feeds: lineFeeds(upsideDown(line)) },
    ];
  });
}

const bothWays = (lines: readonly Picture[]): Picture[] => lines.flatMap((line) => [line, upsideDown(line)]);

/**
 * Lines in the dark, where the sensor's noise is as strong as the ink. In the light the model answers 0 and
 * 1 to four digits at any precision; here it has doubts, and how much of a doubt is kept can be compared.
 */
function dimFeeds(lines: readonly Picture[], count: number, seed: number): TensorMap[] {
  const random = seededRandom(seed);
  const turned = bothWays(lines);
  const rounds = Math.ceil(count / turned.length);
  const all = Array.from({ length: rounds }, () => turned).flat();
  return all.slice(0, count).map((picture) => {
    const dark = { contrast: 0.1 + 0.2 * random(), noise: 4 + 8 * random() };
    const change = { ...randomChange(random, LINE_LIMITS), ...dark };
    return lineFeeds(changed(picture, change, random));
  });
}

function lineFeeds(picture: Picture): TensorMap {
  const line = fitLine(picture, HEIGHT, WIDTH);
  return {
    [INPUT]: { type: 'float32', dims: [1, 3, HEIGHT, WIDTH], data: bgrPlanes(line, CENTRED, WIDTH) },
  };
}

async function check(run: RunModel, assets: Assets): Promise<TaskOutcome> {
  const lines = turnedLines(assets);
  const wrong: string[] = [];
  for (const { text, degrees, feeds } of lines) {
    const [upright = NaN, turned = NaN] = floatOutput(await run(feeds), OUTPUT).data;
    const right = degrees === 0 ? upright > turned : turned > upright;
    if (!right) wrong.push(`took "${text}" at ${degrees}° for ${180 - degrees}°`);
  }
  if (wrong.length > 0) return { passed: false, detail: wrong.join('; ') };
  return { passed: true, detail: `told 0° from 180° on all ${lines.length} lines` };
}
