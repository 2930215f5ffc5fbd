import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { builtModelFile, builtModelPath } from '#catalogue/built-model.ts';
import { readModelFile } from '#catalogue/model-file.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { MOBILENET_V2 } from '#models/mobilenet-v2.ts';

const BYTES = new TextEncoder().encode('a built model');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let cacheDir: string;
let build: ReturnType<typeof vi.fn<() => Uint8Array>>;
let model: ModelDefinition;

beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
  build = vi.fn(() => BYTES);
  model = { ...MOBILENET_V2, sha256: sha256(BYTES), source: { kind: 'built', build } };
});
afterEach(() => {
  rmSync(cacheDir, { recursive: true });
});

it('a model is built once, kept under its name and hash, and found there afterwards', async () => {
  const first = await builtModelFile(model, cacheDir);
  expect(first.path).toBe(join(cacheDir, 'models', `mobilenet-v2-${model.sha256}.onnx`));
  expect(readFileSync(first.path)).toEqual(Buffer.from(BYTES));
  const second = await builtModelFile(model, cacheDir);
  expect(second.path).toBe(first.path);
  expect(Buffer.from(second.bytes)).toEqual(Buffer.from(BYTES));
  expect(build).toHaveBeenCalledTimes(1);
});

it.each([
  { what: 'cut off', kept: BYTES.subarray(0, 5) },
  { what: 'altered', kept: new TextEncoder().encode('b built model') },
  { what: 'empty', kept: new Uint8Array(0) },
])('a kept file that is $what is built again, and never used', async ({ kept }) => {
  const path = builtModelPath(model, cacheDir);
  mkdirSync(join(cacheDir, 'models'));
  writeFileSync(path, kept);
  expect(Buffer.from((await builtModelFile(model, cacheDir)).bytes)).toEqual(Buffer.from(BYTES));
  expect(readFileSync(path)).toEqual(Buffer.from(BYTES));
});

it('a builder that gives other bytes than the definition names is refused, and nothing is kept', async () => {
  build.mockReturnValue(new TextEncoder().encode('something else'));
  await expect(builtModelFile(model, cacheDir)).rejects.toMatchObject({
    code: 'model-altered',
    message: expect.stringContaining(`building mobilenet-v2 gave SHA-256`),
  });
  expect(readdirSync(cacheDir)).toEqual([]);
});

it('a cache that cannot be written to is a fault that names the file', async () => {
  writeFileSync(join(cacheDir, 'models'), 'a file where a folder should be');
  await expect(builtModelFile(model, cacheDir)).rejects.toMatchObject({
    code: 'file-unwritable',
    message: expect.stringContaining(model.sha256),
  });
});

it('the catalogue runs the kept file at fp32, and has no built model without a cache', async () => {
  const variant = await prepareVariant(model, 'fp32', { packageRoot: cacheDir, cacheDir });
  expect(variant).toMatchObject({ path: builtModelPath(model, cacheDir), sha256: model.sha256 });
  await expect(readModelFile(model, cacheDir)).rejects.toMatchObject({ code: 'internal' });
});
