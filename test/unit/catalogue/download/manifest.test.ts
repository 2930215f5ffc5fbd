import { describe, expect, it } from 'vitest';
import { checkScheme, resolveAddress } from '#catalogue/download/addresses.ts';
import { findEntry, findVariant, parseManifest, type ManifestEntry } from '#catalogue/download/manifest.ts';
import { builtInManifest } from '#catalogue/download/read-manifest.ts';
import { sampleEntry, sampleManifest } from '#test/support/sample-downloads.ts';

const BASE = new URL('https://models.example.com/list.json');
const KNOWN = { bytes: 12, sha256: 'a'.repeat(64), lfs: false };
const parse = (...entries: readonly object[]) =>
  parseManifest(JSON.stringify(sampleManifest(...entries)), BASE);
const withFile = (file: object) => sampleEntry({ variants: [{ precision: 'fp32', files: [file] }] });
const fault = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });

describe('a list of downloads', () => {
  it('is read with what it says', () => {
    const { models, base } = parse(sampleEntry());
    expect(models.map(({ id }) => id)).toEqual(['made']);
    expect(base).toBe(BASE);
  });

  it.each<[string, object, RegExp]>([
    [
      'names no hash and no repository',
      withFile({ url: 'm.onnx', bytes: null, sha256: null, lfs: false }),
      /vouch/,
    ],
    ['names a hash without a size', withFile({ ...KNOWN, url: 'm.onnx', bytes: null }), /known together/],
    [
      'names a size without a hash',
      withFile({ url: 'm', bytes: 3, sha256: null, lfs: true }),
      /known together/,
    ],
    ['names half a hash', withFile({ ...KNOWN, url: 'm.onnx', sha256: 'abc' }), /sha256/],
    ['has an id that leads out of its folder', sampleEntry({ id: '../made' }), /id/],
    [
      'has a precision that leads out of its folder',
      sampleEntry({ variants: [{ precision: '..', files: [{ ...KNOWN, url: 'm' }] }] }),
      /precision/,
    ],
    ['has a key that nobody knows', sampleEntry({ run: 'this' }), /run/],
    ['has no files', sampleEntry({ variants: [] }), /variants/],
  ])('is refused when it %s', (_, entry, message) => {
    expect(() => parse(entry)).toThrow(fault('wrong-usage', message) as Error);
  });

  it('is refused when it is no JSON, or names a model twice', () => {
    expect(() => parseManifest('{', BASE)).toThrow(fault('wrong-usage', /list\.json is not a list/) as Error);
    expect(() => parse(sampleEntry(), sampleEntry())).toThrow(/names "made" twice/);
  });

  it('knows the nearest id, and which precisions there are', () => {
    const manifest = parse(sampleEntry());
    expect(() => findEntry(manifest, 'mode')).toThrow(
      expect.objectContaining({ code: 'unknown-model', remedy: 'Did you mean made?' }) as Error,
    );
    expect(() => findVariant(findEntry(manifest, 'made'), 'int2')).toThrow(
      expect.objectContaining({ code: 'unknown-precision', remedy: 'It comes in fp32.' }) as Error,
    );
  });
});

describe('the list that comes with Joulemark', () => {
  const { models, base } = builtInManifest();
  const files = models.flatMap((model) =>
    model.variants.flatMap((variant) => variant.files.map((file) => ({ model, file }))),
  );

  it('names files at the revision that it says, over https', () => {
    expect(models.length).toBeGreaterThan(0);
    for (const { model, file } of files) {
      const { repository, revision } = model.source;
      const start = `https://huggingface.co/${repository}/resolve/${revision}/`;
      expect(resolveAddress(file.url, base).href.startsWith(start)).toBe(true);
    }
  });

  it('says of none that we tried it, and makes up no hash: the repository is asked', () => {
    expect(models.map(({ tried }) => tried)).toEqual(models.map(() => false));
    expect(files.map(({ file }) => [file.sha256, file.bytes, file.lfs])).toEqual(
      files.map(() => [null, null, true]),
    );
  });

  it('has each model as fp32, which variants are made from here', () => {
    const hasFloat = ({ variants }: ManifestEntry): boolean =>
      variants.some(({ precision }) => precision === 'fp32');
    expect(models.every(hasFloat)).toBe(true);
  });
});

describe('an address', () => {
  const local = new URL('file:///home/me/list.json');

  it('may be relative to its list', () => {
    expect(resolveAddress('onnx/m.onnx', BASE).href).toBe('https://models.example.com/onnx/m.onnx');
    expect(resolveAddress('m.onnx', local).href).toBe('file:///home/me/m.onnx');
  });

  it('is https, or on this machine', () => {
    for (const address of [
      'https://a.example/m',
      'http://127.0.0.1:8/m',
      'http://localhost/m',
      'http://[::1]/m',
    ]) {
      expect(resolveAddress(address, BASE).href).toBe(address);
    }
    for (const address of [
      'http://a.example/m',
      'http://127.0.0.1.example/m',
      'ftp://a.example/m',
      'data:,x',
    ]) {
      expect(() => resolveAddress(address, BASE)).toThrow(
        fault('download-failed', /not fetched over https/) as Error,
      );
    }
    expect(() => checkScheme(new URL('http://10.0.0.1/list.json'))).toThrow(/not fetched over https/);
  });

  it('is a file only where the list is one', () => {
    expect(() => resolveAddress('file:///etc/passwd', BASE)).toThrow(
      fault('download-failed', /only a list in a file may name files/) as Error,
    );
  });
});
