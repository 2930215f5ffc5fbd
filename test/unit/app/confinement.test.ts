import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findAsset } from '#app/asset.ts';
import { mayLoad } from '#app/may-load.ts';
import { isOurPage } from '#app/sender.ts';

const ROOT = resolve('/opt/joulemark/out/renderer');

describe('findAsset', () => {
  it('finds files below the root, with their media type', () => {
    expect(findAsset(ROOT, 'app://joulemark/assets/index-1.js?v=2#top')).toEqual({
      path: resolve(ROOT, 'assets/index-1.js'),
      mediaType: 'text/javascript; charset=utf-8',
    });
  });

  it('takes the bare origin for the page', () => {
    expect(findAsset(ROOT, 'app://joulemark/')?.path).toBe(resolve(ROOT, 'index.html'));
    expect(findAsset(ROOT, 'app://joulemark')?.path).toBe(resolve(ROOT, 'index.html'));
  });

  it.each([
    ['dots', 'app://joulemark/../../secret.html'],
    ['encoded dots', 'app://joulemark/%2e%2e/%2e%2e/secret.html'],
    ['encoded slashes', 'app://joulemark/..%2f..%2fsecret.html'],
    ['encoded backslashes', 'app://joulemark/..%5c..%5csecret.html'],
    ['an absolute path', 'app://joulemark//etc/secret.html'],
  ])('never leaves the root: %s', (_name, address) => {
    const path = findAsset(ROOT, address)?.path ?? ROOT;
    expect(path.startsWith(ROOT)).toBe(true);
  });

  it.each([
    ['another host', 'app://other/index.html'],
    ['another scheme', 'file://joulemark/index.html'],
    ['a type that is not built', 'app://joulemark/app.js.map'],
    ['a folder beside the root whose name begins like it', 'app://joulemark/..%2frenderer-old/a.html'],
    ['a broken escape', 'app://joulemark/%zz.html'],
    ['a NUL', 'app://joulemark/index%00.html'],
    ['no address', 'index.html'],
  ])('serves nothing for %s', (_name, address) => {
    expect(findAsset(ROOT, address)).toBeNull();
  });
});

describe('mayLoad', () => {
  it('lets the page load its own files and DevTools its own', () => {
    expect(mayLoad('app://joulemark/assets/a.css', null)).toBe(true);
    expect(mayLoad('devtools://devtools/bundled/a.js', null)).toBe(true);
  });

  it.each([
    'https://example.com/',
    'http://localhost:5173/',
    'file:///etc/passwd',
    'app://joulemark.example/',
    '',
  ])('refuses %s', (address) => {
    expect(mayLoad(address, null)).toBe(false);
  });

  it('lets a development server be loaded from, and no other', () => {
    expect(mayLoad('http://localhost:5173/main.ts', 'http://localhost:5173')).toBe(true);
    expect(mayLoad('ws://localhost:5173/', 'http://localhost:5173')).toBe(true);
    expect(mayLoad('http://localhost:5174/main.ts', 'http://localhost:5173')).toBe(false);
  });
});

describe('isOurPage', () => {
  const ours = { origin: 'app://joulemark', parent: null };

  it('is true for the top frame of our page', () => {
    expect(isOurPage(ours, null)).toBe(true);
  });

  it('is false for a frame within it, another origin, and a frame that has gone', () => {
    expect(isOurPage({ ...ours, parent: ours }, null)).toBe(false);
    expect(isOurPage({ ...ours, origin: 'https://example.com' }, null)).toBe(false);
    expect(isOurPage({ ...ours, origin: 'http://localhost:5173' }, null)).toBe(false);
    expect(isOurPage(null, null)).toBe(false);
  });
});
