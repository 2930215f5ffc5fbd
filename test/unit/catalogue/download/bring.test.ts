import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bring, keepWhole } from '#catalogue/download/bring.ts';
import type { Checksum } from '#catalogue/download/checksum.ts';
import { getText, downloadDispatcher, type Network } from '#catalogue/download/network.ts';
import { partOf } from '#catalogue/download/part.ts';
import { hostOf, PauseClock, serve, type Answer, type Host } from '#test/support/download-server.ts';

const BYTES = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7919) % 251);
const SHA512: Checksum = { algorithm: 'sha512', hex: createHash('sha512').update(BYTES).digest('hex') };

let folder: string;
let target: string;
let network: Network;
const hosts: Host[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-bring-'));
  target = join(folder, 'file');
  const { signal } = new AbortController();
  network = { clock: new PauseClock(), signal, dispatcher: downloadDispatcher({}) };
});
afterEach(async () => {
  await network.dispatcher.destroy();
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  await rm(folder, { recursive: true });
});

async function addressOf(...answers: Answer[]): Promise<string> {
  const host = await hostOf(...answers);
  hosts.push(host);
  return `${host.origin}/file`;
}

describe('a file that is known by its SHA-512', () => {
  const wanted = (url: string) => ({ url, checksum: SHA512, bytes: BYTES.length });

  it('is brought, also over a cut connection', async () => {
    const [etag, cutAfter] = ['"v1"', 70_000];
    const url = await addressOf(serve(BYTES, { etag, cutAfter }), serve(BYTES, { etag }));
    await bring(target, wanted(url), network, () => undefined);
    expect(new Uint8Array(await readFile(partOf(target)))).toEqual(BYTES);
  });

  it('is deleted where other bytes came, and the fault names the kind of hash', async () => {
    const url = await addressOf(serve(BYTES.map((value) => value ^ 1)));
    await expect(bring(target, wanted(url), network, () => undefined)).rejects.toMatchObject({
      code: 'download-altered',
      message: expect.stringMatching(/has SHA-512 [0-9a-f]{128}, where [0-9a-f]{128} was expected/),
    });
    expect(existsSync(partOf(target))).toBe(false);
  });

  it('does not go on from a part that was asked for by another kind of hash', async () => {
    // Some of it, and then silence.
    const some: Answer = (_, response) =>
      void response.writeHead(200, { 'content-length': BYTES.length }).write(BYTES.subarray(0, 70_000));
    const url = await addressOf(some, serve(BYTES));
    const sha256: Checksum = { algorithm: 'sha256', hex: SHA512.hex };
    const ended = new AbortController();
    const stopped = { ...network, signal: ended.signal };
    const first = bring(target, { ...wanted(url), checksum: sha256 }, stopped, (come) => {
      if (come > 0) ended.abort();
    });
    await expect(first).rejects.toMatchObject({ code: 'interrupted' });
    expect(existsSync(partOf(target))).toBe(true);
    await bring(target, wanted(url), network, () => undefined);
    // Neither request is for a part of the file.
    expect(hosts[0]?.asked).toEqual(['GET /file', 'GET /file']);
  });

  it('is kept where it is whole, and goes where it is not', async () => {
    expect(await keepWhole(target, BYTES.length, SHA512)).toBe(false);
    await writeFile(target, BYTES);
    expect(await keepWhole(target, BYTES.length, SHA512)).toBe(true);
    expect(await keepWhole(target, BYTES.length, { ...SHA512, hex: 'a'.repeat(128) })).toBe(false);
    expect(existsSync(target)).toBe(false);
  });
});

describe('a text that is sent compressed', () => {
  const gzip =
    (body: Uint8Array): Answer =>
    (_, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);

  it('is unpacked', async () => {
    const url = new URL(await addressOf(gzip(gzipSync('a list'))));
    expect(await getText(url, 1000, network)).toBe('a list');
  });

  it('is refused where it would be longer than is allowed, or is not what it says', async () => {
    const bomb = new URL(await addressOf(gzip(gzipSync(Buffer.alloc(1_000_000)))));
    const broken = new URL(await addressOf(gzip(Buffer.from('not packed'))));
    for (const url of [bomb, broken]) {
      await expect(getText(url, 10_000, network)).rejects.toMatchObject({
        code: 'download-failed',
        message: expect.stringContaining('cannot be unpacked'),
      });
    }
  });
});
