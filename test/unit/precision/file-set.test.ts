import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileSet } from '#precision/files/file-set.ts';
import { makeModelFolder, type ModelFolder } from '#test/support/model-folder.ts';
import { text } from '#test/support/wire.ts';

let place: ModelFolder;
let files: FileSet;
beforeEach(() => {
  place = makeModelFolder();
  files = new FileSet();
});
afterEach(async () => {
  await files.discard();
  place.remove();
});

const at = (name: string): string => join(place.folder, name);
const begin = async (): Promise<void> => {
  for (const name of ['m.data', 'm.onnx']) await (await files.add(at(name))).write(text(`new ${name}`));
};
const unwritable = expect.objectContaining({ code: 'file-unwritable' });

it('shows nothing under the final names until all are written', async () => {
  await begin();
  expect(readdirSync(place.folder).every((name) => name.endsWith('.tmp'))).toBe(true);
  await files.commit();
  expect(readdirSync(place.folder).sort()).toEqual(['m.data', 'm.onnx']);
  expect(readFileSync(at('m.onnx'), 'utf8')).toBe('new m.onnx');
});

it('removes what was begun and not committed', async () => {
  await begin();
  await files.discard();
  expect(readdirSync(place.folder)).toEqual([]);
});

it('brings the earlier data file back where the model’s own cannot be renamed', async () => {
  writeFileSync(at('m.data'), 'earlier data');
  await begin();
  mkdirSync(at('m.onnx/in the way'), { recursive: true });
  await expect(files.commit()).rejects.toThrow(unwritable);
  await files.discard();
  expect(readdirSync(place.folder).sort()).toEqual(['m.data', 'm.onnx']);
  expect(readFileSync(at('m.data'), 'utf8')).toBe('earlier data');
});

it('takes a new data file away again where there was none', async () => {
  await begin();
  mkdirSync(at('m.onnx/in the way'), { recursive: true });
  await expect(files.commit()).rejects.toThrow(unwritable);
  await files.discard();
  expect(readdirSync(place.folder)).toEqual(['m.onnx']);
});
