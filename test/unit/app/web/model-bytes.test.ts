import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelBytes } from '#app/web/model-bytes.ts';
import { hashModelFiles } from '#inference/model-hash.ts';

let folder = '';
let path = '';
const dataFiles = ['weights/b.bin', 'a.bin'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-bytes-'));
  path = join(folder, 'model.onnx');
  await mkdir(join(folder, 'weights'));
  await writeFile(path, Buffer.alloc(3_000_000, 'model'));
  await writeFile(join(folder, 'weights/b.bin'), 'the second');
  await writeFile(join(folder, 'a.bin'), 'the first');
});
afterAll(() => rm(folder, { recursive: true }));

describe('readModelBytes', () => {
  it('gives all files in the order of the request, checked as a native worker checks them', async () => {
    const sha256 = await hashModelFiles(path, dataFiles);
    const files = await readModelBytes({ path, dataFiles, sha256 });
    const texts = files.map((chunks) => Buffer.concat(chunks).toString());
    expect(texts[0]).toHaveLength(3_000_000);
    expect(texts.slice(1)).toEqual(['the second', 'the first']);
  });

  it('gives a model in one file', async () => {
    const sha256 = await hashModelFiles(path, []);
    expect(await readModelBytes({ path, dataFiles: [], sha256 })).toHaveLength(1);
  });

  it('refuses one that is not what was asked for', async () => {
    const reading = readModelBytes({ path, dataFiles, sha256: 'ab' });
    await expect(reading).rejects.toMatchObject({ code: 'model-altered', message: /expected ab/ });
  });

  it('names a file that is not there', async () => {
    const reading = readModelBytes({ path, dataFiles: ['gone.bin'], sha256: 'ab' });
    await expect(reading).rejects.toMatchObject({ code: 'model-missing', message: /gone\.bin/ });
  });
});
