import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { lookForUpdate } from '#updates/look-for-update.ts';
import { isNewer, releaseOf } from '#updates/release.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest`;
}

const unreachable = (part: string) =>
  expect.objectContaining({ code: 'source-unreachable', message: expect.stringContaining(part) });

describe('releaseOf', () => {
  const of = (document: unknown) => releaseOf(JSON.stringify(document), 'https://a.example/');

  it('reads a document of our own, of the npm registry and of GitHub', () => {
    const page = 'https://a.example/1.2.0';
    expect(of({ version: '1.2.0', page })).toEqual({ version: '1.2.0', page });
    expect(of({ name: 'joulemark', version: '1.2.0', dist: {} })).toEqual({ version: '1.2.0', page: null });
    expect(of({ tag_name: 'v1.2.0', html_url: page, draft: false })).toEqual({ version: '1.2.0', page });
  });

  it('names no page that is not https', () => {
    for (const page of ['http://a.example/', 'javascript:alert(1)', 'file:///etc/passwd', 7, '']) {
      expect(of({ version: '1.2.0', page }).page).toBeNull();
    }
  });

  it.each([
    '',
    'no JSON',
    '[]',
    'null',
    '{}',
    '{"version": 2}',
    '{"version": "newest"}',
    '{"tag_name": null}',
  ])('refuses %j', (text) => {
    expect(() => releaseOf(text, 'https://a.example/')).toThrow(unreachable('names no version'));
  });

  it('orders versions by their numbers, and a candidate before its release', () => {
    const newer = (version: string, than: string) => isNewer({ version, page: null }, than);
    expect(newer('0.10.0', '0.9.9')).toBe(true);
    expect(newer('0.1.0', '0.1.0')).toBe(false);
    expect(newer('1.0.0-rc.1', '1.0.0')).toBe(false);
    expect(newer('1.0.0', '1.0.0-rc.1')).toBe(true);
  });
});

describe('lookForUpdate', () => {
  it('asks once, follows to where it is sent, and compares', async () => {
    const asked: string[] = [];
    const address = await serve(({ url = '' }, response) => {
      asked.push(url);
      if (url === '/latest') response.writeHead(302, { location: '/here' }).end();
      else response.end('{"version": "0.2.0"}');
    });
    const found = await lookForUpdate(address, '0.1.0', {});
    expect(found).toEqual({ version: '0.2.0', page: null, isNewer: true });
    expect(asked).toEqual(['/latest', '/here']);
    expect(await lookForUpdate(address, '0.2.0', {})).toMatchObject({ isNewer: false });
  });

  it.each([
    ['a page that is not there', 404, '', 'answered 404'],
    ['a web page', 200, '<!doctype html>', 'names no version'],
    ['what never ends', 200, 'x'.repeat(2 ** 20 + 1), 'larger than'],
    ['http of another machine', 302, '', 'is no https address'],
  ])('says so of %s', async (_what, status, body, said) => {
    const address = await serve((_request, response) => {
      response.writeHead(status, status === 302 ? { location: 'http://a.example/' } : {}).end(body);
    });
    await expect(lookForUpdate(address, '0.1.0', {})).rejects.toThrow(unreachable(said));
  });

  it('gives up a server that does not answer, and one that is not there', async () => {
    const silent = await serve(() => undefined);
    await expect(lookForUpdate(silent, '0.1.0', {}, 100)).rejects.toThrow(unreachable('took more than'));
    const gone = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()!.close(resolve));
    await expect(lookForUpdate(gone, '0.1.0', {})).rejects.toThrow(unreachable('cannot ask'));
    await expect(lookForUpdate('http://a.example/', '0.1.0', {})).rejects.toThrow(unreachable('no https'));
    await expect(lookForUpdate('nonsense', '0.1.0', {})).rejects.toThrow(unreachable('no https'));
  });
});
