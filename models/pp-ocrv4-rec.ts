/** PP-OCRv4 text recognition (mobile, Chinese and English): a line of text in, its characters out. */
import type { TensorMap } from '#core/tensor.ts';
import { decodeCtc, readDictionary } from './ctc.ts';
import type { Assets, TrainedModel, RunModel, TaskOutcome } from './definition.ts';
import { LINE_ASSETS, LINES, OCR_PACKAGE, OCR_SOURCE } from './ocr-source.ts';
import { floatOutput } from './outputs.ts';
import { bgrPlanes, CENTRED, fitLine } from './picture.ts';

const HEIGHT = 48;
/** The width it was trained on; a shorter line is padded. */
const WIDTH = 320;
const INPUT = 'x';
const OUTPUT = 'softmax_11.tmp_0';
const DICTIONARY = 'dictionary';

export const PP_OCRV4_REC: TrainedModel = {
  id: 'pp-ocrv4-rec',
  title: 'PP-OCRv4 text recognition',
  task: 'reads a line of text',
  kind: 'trained',
  inDefaultSuite: true,
  source: { kind: 'package', ...OCR_PACKAGE, file: 'assets/ch_PP-OCRv4_rec_infer.onnx' },
  ...OCR_SOURCE,
  sha256: '06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0',
  cost: { macs: 702_469_440, parameters: 2_688_397, bytes: 10_822_323 },
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
  assets: [
    ...LINE_ASSETS,
    { kind: 'text', name: DICTIONARY, package: OCR_PACKAGE.name, file: 'assets/ppocr_keys_v1.txt' },
  ],
  classOutput: OUTPUT,
  inputs: (assets) => LINES.map(({ picture }) => lineFeeds(assets, picture)),
  calibration: (assets) => LINES.map(({ picture }) => lineFeeds(assets, picture)),
  check,
};

function lineFeeds(assets: Assets, picture: string): TensorMap {
  const line = fitLine(assets.picture(picture), HEIGHT, WIDTH);
  return {
    [INPUT]: { type: 'float32', dims: [1, 3, HEIGHT, WIDTH], data: bgrPlanes(line, CENTRED, WIDTH) },
  };
}

async function check(run: RunModel, assets: Assets): Promise<TaskOutcome> {
  const characters = readDictionary(assets.text(DICTIONARY));
  const wrong: string[] = [];
  for (const { picture, text } of LINES) {
    const { data, dims } = floatOutput(await run(lineFeeds(assets, picture)), OUTPUT);
    const read = decodeCtc(data, dims.at(-1) ?? 1, characters);
    if (read !== text) wrong.push(`read "${read}" where "${text}" was drawn`);
  }
  if (wrong.length > 0) return { passed: false, detail: wrong.join('; ') };
  return {
    passed: true,
    detail: `read all ${LINES.length} lines as drawn, e.g. "${LINES[0]?.text ?? ''}"`,
  };
}
