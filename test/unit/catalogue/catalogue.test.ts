import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findModels, listModels, openCatalogue, takenNames } from '#catalogue/catalogue.ts';
import { readEntries, removeEntry, writeEntry } from '#catalogue/import/entry.ts';
import { MODELS } from '#models/list.ts';
import { nearest } from '#core/nearest.ts';
import { sampleEntry } from '#test/support/sample-entry.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const find = async (names: readonly string[] | null) =>
  findModels(names, await openCatalogue({ dataDir })).map(({ id }) => id);

describe('findModels', () => {
  it('gives the default suite for null, and the asked ones once each in the catalogue’s order', async () => {
    expect(await find(null)).toEqual(
      MODELS.filter(({ inDefaultSuite }) => inDefaultSuite).map(({ id }) => id),
    );
    expect(await find(['silero-vad', 'pp-ocrv4-det', 'silero-vad'])).toEqual(['pp-ocrv4-det', 'silero-vad']);
  });

  it('takes the names of groups beside ids', async () => {
    await writeEntry(dataDir, sampleEntry({ id: 'mine' }));
    expect(await find(['imported', 'silero-vad'])).toEqual(['silero-vad', 'mine']);
    expect(await find(['default'])).toEqual(await find(null));
    expect(await find(['all'])).toEqual([...MODELS.map(({ id }) => id), 'mine']);
    expect(await find(['architectures'])).toEqual(
      MODELS.filter(({ kind }) => kind === 'architecture').map(({ id }) => id),
    );
  });

  it('names the nearest and lists the valid ones for an unknown id', async () => {
    await writeEntry(dataDir, sampleEntry({ id: 'my-encoder' }));
    await expect(find(['silero-vda'])).rejects.toMatchObject({
      code: 'unknown-model',
      message: expect.stringMatching(/"silero-vda".*mean "silero-vad".*pp-ocrv4-det, pp-ocrv4-rec/),
    });
    await expect(find(['my-encodr'])).rejects.toMatchObject({
      message: expect.stringContaining('mean "my-encoder"'),
    });
    await expect(find(['defualt'])).rejects.toMatchObject({
      message: expect.stringContaining('mean "default"'),
    });
    await expect(find(['constructor'])).rejects.toMatchObject({ code: 'unknown-model' });
  });

  it('does not guess at a name that is nothing like any', async () => {
    await expect(find(['zzzz'])).rejects.toMatchObject({
      message: expect.not.stringContaining('Did you mean'),
    });
  });
});

it('every model says where it comes from and under which licences', async () => {
  for (const model of await listModels({ dataDir })) {
    expect(model.source).not.toBe('');
    expect([model.packageLicence, model.weightsLicence]).not.toContain('');
    expect(model.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(model.precisions).toContain('fp32');
  }
});

describe('imported entries', () => {
  it('are kept as they are written', async () => {
    const entry = sampleEntry({ id: 'mine' });
    await writeEntry(dataDir, entry);
    expect(await readEntries(dataDir)).toEqual({ entries: [entry], broken: [] });
  });

  it.each([
    ['no JSON', 'half a {'],
    ['no entry', '{"schema":"joulemark.model/1"}'],
    ['of a later version', JSON.stringify({ ...sampleEntry({ id: 'broken' }), schema: 'joulemark.model/2' })],
    ['of another id', JSON.stringify(sampleEntry({ id: 'other' }))],
  ])('that are %s are named when they are asked for, and keep no other from running', async (_what, text) => {
    await writeEntry(dataDir, sampleEntry({ id: 'mine' }));
    const path = join(dataDir, 'models/broken.json');
    writeFileSync(path, text);
    expect(await find(['imported'])).toEqual(['mine']);
    await expect(find(['broken'])).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(path),
      remedy: expect.stringContaining('joulemark models remove broken'),
    });
    expect(takenNames(await openCatalogue({ dataDir }))).toContain('broken');
    expect(await removeEntry(dataDir, 'broken')).toBe(true);
    expect(await readEntries(dataDir)).toMatchObject({ broken: [] });
  });

  it('give way to a model of the program with the same id', async () => {
    await writeEntry(dataDir, sampleEntry({ id: 'silero-vad' }));
    const [model] = findModels(['silero-vad'], await openCatalogue({ dataDir }));
    expect(model?.kind).toBe('trained');
  });

  it('are none where there is no folder, and an error where it cannot be read', async () => {
    expect(await readEntries(dataDir)).toEqual({ entries: [], broken: [] });
    writeFileSync(join(dataDir, 'models'), 'a file where the folder should be');
    await expect(readEntries(dataDir)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('outside of the folder are never removed', async () => {
    mkdirSync(join(dataDir, 'models'));
    writeFileSync(join(dataDir, 'settings.json'), '{}');
    expect(await removeEntry(dataDir, '../settings')).toBe(false);
    expect(await removeEntry(dataDir, 'nothing')).toBe(false);
  });
});

it('the nearest name takes case and transpositions lightly', () => {
  expect(nearest('PP-OCRV4-REC', ['pp-ocrv4-det', 'pp-ocrv4-rec'])).toBe('pp-ocrv4-rec');
  expect(nearest('', ['a'])).toBeNull();
});
