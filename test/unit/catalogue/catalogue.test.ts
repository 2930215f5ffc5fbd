import { describe, expect, it } from 'vitest';
import { findModels, listModels } from '#catalogue/catalogue.ts';
import { nearest } from '#core/nearest.ts';

describe('findModels', () => {
  it('gives the default suite for null, and the asked ones once each in the catalogue’s order', () => {
    const usual = listModels().filter(({ inDefaultSuite }) => inDefaultSuite);
    expect(findModels(null).map(({ id }) => id)).toEqual(usual.map(({ id }) => id));
    expect(usual.map(({ kind }) => kind)).toEqual(['trained', 'trained', 'trained', 'trained']);
    const found = findModels(['silero-vad', 'pp-ocrv4-det', 'silero-vad']);
    expect(found.map(({ id }) => id)).toEqual(['pp-ocrv4-det', 'silero-vad']);
  });

  it('names the nearest and lists the valid ones for an unknown id', () => {
    expect(() => findModels(['silero-vda'])).toThrow(
      expect.objectContaining({
        code: 'unknown-model',
        message: expect.stringMatching(/"silero-vda".*mean "silero-vad".*pp-ocrv4-det, pp-ocrv4-rec/),
      }),
    );
  });

  it('does not guess at a name that is nothing like any', () => {
    expect(() => findModels(['stable-diffusion'])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('Did you mean') }),
    );
  });
});

it('every model says where it comes from and under which licences', () => {
  for (const model of listModels()) {
    expect(model.source).toMatch(
      model.kind === 'trained'
        ? /https:\/\/github\.com\/.+ in npm @/
        : /\(https:\/\/.+\), built here with seeded weights$/,
    );
    expect([model.packageLicence, model.weightsLicence]).not.toContain('');
    expect(model.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(model.precisions).toContain('fp32');
  }
});

it('the nearest name takes case and transpositions lightly', () => {
  expect(nearest('PP-OCRV4-REC', ['pp-ocrv4-det', 'pp-ocrv4-rec'])).toBe('pp-ocrv4-rec');
  expect(nearest('', ['a'])).toBeNull();
});
