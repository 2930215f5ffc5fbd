import { describe, expect, it } from 'vitest';
import { findWebTarget, isWebAddress, webOrigin } from '#app/web/web-address.ts';
import { webHeaders } from '#app/web/web-policy.ts';
import { dataFileAddress } from '#core/worker/page-messages.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const ORIGIN = webOrigin(TOKEN);

describe('findWebTarget', () => {
  it('finds the files of the page, and those of ONNX Runtime', () => {
    expect(findWebTarget('/out/web', `${ORIGIN}/index.html`)).toEqual({
      kind: 'file',
      path: '/out/web/index.html',
    });
    const wasm = 'ort/ort-wasm-simd-threaded.asyncify.wasm';
    expect(findWebTarget('/out/web', `${ORIGIN}/${wasm}`)).toEqual({
      kind: 'file',
      path: `/out/web/${wasm}`,
    });
  });

  it("finds a page's own model and its data files by their place", () => {
    const model = `${ORIGIN}/model/0`;
    expect(findWebTarget('/out/web', model)).toEqual({ kind: 'model', token: TOKEN, index: 0 });
    expect(dataFileAddress(model, 1)).toBe(`${ORIGIN}/model/2`);
  });

  it.each([
    ['a way out of the folder', `${ORIGIN}/..%2f..%2fpackage.js`],
    ['another folder', `${ORIGIN}/secrets/a.js`],
    ['a file of another kind', `${ORIGIN}/index.txt`],
    ['a hidden file', `${ORIGIN}/.env.js`],
    ["the window's origin", 'app://joulemark/index.html'],
    ['a token of another form', 'app://web-1/index.html'],
    ['the network', 'https://example.com/index.html'],
    ['no address', 'index.html'],
  ])('finds nothing for %s', (_what, address) => {
    expect(findWebTarget('/out/web', address)).toBeNull();
  });
});

describe('isWebAddress', () => {
  it('is true below the origin of a page, and nowhere else', () => {
    expect(isWebAddress(`${ORIGIN}/worker.js`)).toBe(true);
    for (const other of [
      'app://joulemark/a.js',
      'https://example.com/',
      'data:text/plain,a',
      'file:///etc/hosts',
    ]) {
      expect(isWebAddress(other)).toBe(false);
    }
  });
});

describe('webHeaders', () => {
  const policyOf = (extension: string) => webHeaders(extension)['Content-Security-Policy'];

  it('lets the page make scripts of no text at all', () => {
    expect(policyOf('html')).toContain("script-src 'self';");
    expect(policyOf('html')).toContain("require-trusted-types-for 'script'");
  });

  it('lets nobody reach another origin', () => {
    for (const extension of ['html', 'js', 'mjs', 'wasm', '']) {
      expect(policyOf(extension)).toContain("default-src 'none'");
      expect(policyOf(extension)).toContain("connect-src 'self'");
      expect(policyOf(extension)).not.toMatch(/https?:|\*|blob:|data:/);
    }
  });
});
