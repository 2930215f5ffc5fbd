import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PNG } from 'pngjs';
import { loadAssets } from '#catalogue/inputs.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';

const MODEL: ModelDefinition = {
  ...SILERO_VAD,
  assets: [{ kind: 'picture', name: 'dot', package: null, file: 'models/dot.png' }],
};

let packageRoot: string;
let path: string;
beforeEach(() => {
  packageRoot = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
  mkdirSync(join(packageRoot, 'models'));
  path = join(packageRoot, 'models/dot.png');
});
afterEach(() => {
  rmSync(packageRoot, { recursive: true });
});

it('decodes a picture to its red, green and blue', async () => {
  const png = new PNG({ width: 2, height: 1 });
  png.data.set([255, 0, 1, 255, 2, 3, 4, 255]);
  writeFileSync(path, PNG.sync.write(png));
  const assets = await loadAssets(MODEL, packageRoot);
  expect(assets.picture('dot')).toEqual({ width: 2, height: 1, rgb: Uint8Array.of(255, 0, 1, 2, 3, 4) });
  expect(() => assets.sound('dot')).toThrow(expect.objectContaining({ code: 'internal' }));
});

it.each([
  ['missing', () => undefined],
  ['not a picture', () => writeFileSync(path, 'text')],
  ['cut short', () => writeFileSync(path, PNG.sync.write(new PNG({ width: 9, height: 9 })).subarray(0, 50))],
])('names a picture that is %s', async (_what, make) => {
  make();
  await expect(loadAssets(MODEL, packageRoot)).rejects.toMatchObject({
    code: 'file-unreadable',
    message: expect.stringContaining(path),
  });
});
