/** PP-OCR's text orientation classifier (mobile v2.0, the one PP-OCRv4 uses): upright or upside down. */
import type { TensorMap } from '#core/tensor.ts';
import type { TrainedModel, Picture, RunModel, TaskOutcome, Assets } from './definition.ts';
import { LINE_ASSETS, LINES, OCR_PACKAGE, OCR_SOURCE } from './ocr-source.ts';
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
  precisions: ['fp32', 'int8-dynamic'],
  usualPrecisions: ['fp32', 'int8-dynamic'],
  bounds: null,
  assets: LINE_ASSETS,
  classOutput: OUTPUT,
  inputs: (assets) => turnedLines(assets).map(({ feeds }) => feeds),
  calibration: (assets) => turnedLines(assets).map(({ feeds }) => feeds),
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
