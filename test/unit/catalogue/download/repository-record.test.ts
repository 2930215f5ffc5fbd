import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadFile, type DownloadedFile } from '#catalogue/download/download-file.ts';
import { downloadDispatcher } from '#catalogue/download/network.ts';
import { parsePointer } from '#catalogue/download/repository-record.ts';
import {
  hostOf,
  PauseClock,
  routes,
  serve,
  sha256Of,
  text,
  type Answer,
  type Host,
} from '#test/support/download-server.ts';

const BYTES = Uint8Array.from({ length: 5000 }, (_, at) => at % 241);
const OTHER = BYTES.map((value) => value + 1);
const REVISION = '751bff37182d3f1213fa05d7196b954e230abad9';
const FILE = `/owner/name/resolve/${REVISION}/onnx/model.onnx`;
const LIST = `/api/models/owner/name/tree/${REVISION}/onnx`;
const POINTER = `/owner/name/raw/${REVISION}/onnx/model.onnx`;

const pointerTo = (bytes: Uint8Array): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256Of(bytes)}\nsize ${bytes.length}\n`;
const listOf = (bytes: Uint8Array): string =>
  JSON.stringify([
    { type: 'file', oid: 'aaa', size: 12, path: 'onnx/config.json' },
    {
      type: 'file',
      oid: 'bbb',
      size: bytes.length,
      path: 'onnx/model.onnx',
      lfs: { oid: sha256Of(bytes), size: bytes.length, pointerSize: 134 },
    },
  ]);

let folder: string;
let target: string;
let host: Host;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-record-'));
  target = join(folder, 'model.onnx');
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

const start = async (table: Readonly<Record<string, Answer>>): Promise<void> => {
  host = await hostOf(routes(table));
};

async function download(path = FILE): Promise<DownloadedFile> {
  const dispatcher = downloadDispatcher({});
  const network = { clock: new PauseClock(), signal: new AbortController().signal, dispatcher };
  const url = new URL(path, host.origin);
  try {
    return await downloadFile({ url, known: null, target, onProgress: () => undefined }, network);
  } finally {
    await dispatcher.destroy();
  }
}

const fault = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });

describe('a file whose hash the list does not know', () => {
  it('is checked against the repository’s own record, which is asked for first', async () => {
    await start({ [LIST]: text(listOf(BYTES)), [FILE]: serve(BYTES) });
    expect(await download()).toMatchObject({
      sha256: sha256Of(BYTES),
      bytes: BYTES.length,
      vouchedBy: 'repository',
      record: `${host.origin}${LIST}`,
    });
    expect(host.asked).toEqual([`GET ${LIST}`, `GET ${FILE}`]);
  });

  it('is checked against the pointer in the repository where there is no such list', async () => {
    await start({ [POINTER]: text(pointerTo(BYTES)), [FILE]: serve(BYTES) });
    expect(await download()).toMatchObject({ vouchedBy: 'repository', record: `${host.origin}${POINTER}` });
  });

  it('is not asked for where nothing vouches for it', async () => {
    await start({ [LIST]: text('[]'), [POINTER]: text('<html>'), [FILE]: serve(BYTES) });
    await expect(download()).rejects.toEqual(fault('download-failed', /nothing vouches for the file/));
    expect(host.asked).not.toContain(`GET ${FILE}`);
  });

  it('is refused when it is not what the record says', async () => {
    await start({ [LIST]: text(listOf(BYTES)), [FILE]: serve(OTHER) });
    await expect(download()).rejects.toEqual(fault('download-altered', /was expected; it was deleted/));
  });

  it('must lie where the record can be asked for', async () => {
    await start({});
    await expect(download('/model.onnx')).rejects.toEqual(fault('download-failed', /not of the form/));
  });

  it('is asked for again where the record was not to be had at first', async () => {
    let calls = 0;
    const list: Answer = (request, response) =>
      text(listOf(BYTES), calls++ === 0 ? 503 : 200)(request, response);
    await start({ [LIST]: list, [FILE]: serve(BYTES) });
    expect(await download()).toMatchObject({ vouchedBy: 'repository' });
  });
});

describe('the hash of a first download', () => {
  it('is kept, with where it came from and when', async () => {
    await start({ [LIST]: text(listOf(BYTES)), [FILE]: serve(BYTES) });
    await download();
    expect(JSON.parse(await readFile(`${target}.source.json`, 'utf8'))).toEqual({
      schema: 'joulemark.download/1',
      url: `${host.origin}${FILE}`,
      bytes: BYTES.length,
      sha256: sha256Of(BYTES),
      vouchedBy: 'repository',
      record: `${host.origin}${LIST}`,
      at: '2026-01-02T00:00:00.000Z',
    });
  });

  it('vouches for the file later, without the network', async () => {
    await start({ [LIST]: text(listOf(BYTES)), [FILE]: serve(BYTES) });
    await download();
    const before = host.asked.length;
    expect(await download()).toMatchObject({ kept: true, vouchedBy: 'repository' });
    expect(host.asked).toHaveLength(before);
  });

  it('refuses other bytes at the same address, until its note is removed', async () => {
    let bytes = BYTES;
    const list: Answer = (request, response) => text(listOf(bytes))(request, response);
    const file: Answer = (request, response) => serve(bytes)(request, response);
    await start({ [LIST]: list, [FILE]: file });
    await download();
    await rm(target);
    bytes = OTHER;
    const refusal = await download().catch((error: unknown) => error);
    expect(refusal).toEqual(fault('download-altered', /is said to have SHA-256 .* on 2026-01-02/));
    expect(refusal).toMatchObject({ remedy: expect.stringContaining(`${target}.source.json`) as string });
    await rm(`${target}.source.json`);
    expect(await download()).toMatchObject({ sha256: sha256Of(OTHER) });
  });

  it('is not forgotten because its note was damaged', async () => {
    await start({ [LIST]: text(listOf(BYTES)), [FILE]: serve(BYTES) });
    await writeFile(`${target}.source.json`, '{');
    await expect(download()).rejects.toEqual(fault('file-unreadable', /source\.json/));
  });
});

describe('parsePointer', () => {
  const whole = pointerTo(BYTES);

  it('takes the hash and the size', () => {
    expect(parsePointer(whole)).toEqual({ sha256: sha256Of(BYTES), bytes: BYTES.length });
  });

  it.each([
    ['of another version', whole.replace('v1', 'v2')],
    ['with another hash', whole.replace('sha256:', 'md5:')],
    ['with a short hash', whole.replace(/sha256:../, 'sha256:')],
    ['without a size', whole.replace(/size.*\n/, '')],
    ['of nothing', whole.replace(/size \d+/, 'size 0')],
  ])('takes no text %s', (_, pointer) => {
    expect(parsePointer(pointer)).toBeNull();
  });
});
