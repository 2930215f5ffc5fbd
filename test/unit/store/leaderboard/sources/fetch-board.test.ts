import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withSources } from '#store/leaderboard/sources/open-sources.ts';
import type { FetchLimits } from '#store/leaderboard/sources/fetch-board.ts';
import { hostOf, type Answer, type Host } from '#test/support/download-server.ts';

let folder: string;
let host: Host | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-fetch-'));
  host = null;
});
afterEach(async () => {
  await host?.close();
  rmSync(folder, { recursive: true });
});

const text =
  (body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(200, headers).end(body);
const to =
  (location: string): Answer =>
  (_, response) =>
    response.writeHead(302, { location }).end();

/** What the board holds that the answers give, and how people know it. */
async function fetched(answers: readonly Answer[], limits?: FetchLimits, path = '/board.jsonl') {
  host = await hostOf(...answers);
  const request = { names: [host.origin + path], cwd: folder, env: {}, cacheDir: join(folder, 'cache') };
  return withSources(
    { ...request, ...(limits === undefined ? {} : { limits }) },
    async ({ json, nameOf }) => {
      const [file] = json;
      return { content: readFileSync(file!.path, 'utf8'), name: nameOf(file!.path), path: file!.path };
    },
  );
}

describe('a board at an address', () => {
  it('is brought to a temporary file, which goes', async () => {
    const { content, name, path } = await fetched([text('{}\n')]);
    expect([content, name]).toEqual(['{}\n', `${host!.origin}/board.jsonl`]);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });

  it('is unpacked and followed', async () => {
    const packed = text(gzipSync('{}\n'), { 'content-encoding': 'gzip' });
    expect((await fetched([to('/other'), packed])).content).toBe('{}\n');
    expect(host!.asked).toEqual(['GET /board.jsonl', 'GET /other']);
  });

  it.each<[string, readonly Answer[], string]>([
    ['is not there', [(_, response) => response.writeHead(404).end()], 'answered 404'],
    ['is a page about it', [text('<p>', { 'content-type': 'text/html' })], 'is a web page'],
    ['goes in circles', [to('/board.jsonl')], 'redirects more than 5 times'],
    ['leads elsewhere than to the web', [to('file:///etc/passwd')], 'redirects to what is not https'],
    [
      'breaks off',
      [
        (_, response) =>
          void response.writeHead(200, { 'content-length': '9' }).write('{}', () => response.destroy()),
      ],
      'cannot fetch',
    ],
    ['is packed wrongly', [text('{}', { 'content-encoding': 'gzip' })], 'cannot fetch'],
  ])('is a fault where it %s, and leaves nothing behind', async (_, answers, message) => {
    await expect(fetched(answers)).rejects.toMatchObject({
      code: 'source-unreachable',
      message: expect.stringContaining(message),
    });
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });

  it('is a fault where it is too large, unpacked, or takes too long', async () => {
    const bomb = text(gzipSync(Buffer.alloc(100_000)), { 'content-encoding': 'gzip' });
    await expect(fetched([bomb], { maxBytes: 50_000, timeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'source-unreachable',
      message: expect.stringContaining('larger than 50000 bytes'),
    });
    await host?.close();
    await expect(fetched([() => undefined], { maxBytes: 10, timeoutMs: 20 })).rejects.toMatchObject({
      code: 'source-unreachable',
      message: expect.stringContaining('took more than'),
    });
  });

  it('says nothing of a password in the address', async () => {
    host = await hostOf((_, response) => response.writeHead(403).end());
    const names = [`${host.origin.replace('//', '//me:secret@')}/board.jsonl`];
    const failed = withSources({ names, cwd: folder, env: {}, cacheDir: folder }, async () => undefined);
    await expect(failed).rejects.toMatchObject({ message: `${host.origin}/board.jsonl answered 403` });
  });

  it('is a fault where nobody answers', async () => {
    host = await hostOf();
    const names = [`${host.origin}/board.jsonl`];
    await host.close();
    host = null;
    await expect(
      withSources({ names, cwd: folder, env: {}, cacheDir: folder }, async () => undefined),
    ).rejects.toMatchObject({ code: 'source-unreachable', message: expect.stringContaining('ECONNREFUSED') });
  });
});
