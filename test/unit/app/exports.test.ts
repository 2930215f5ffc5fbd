import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportVariants } from '#app/variants-export.ts';
import { exportRecord, saveChart, type FileQuestion } from '#app/exports.ts';
import { EXPORT_FORMATS } from '#ipc/calls/exports.ts';
import { VARIANT_FORMATS } from '#ipc/calls/variants.ts';
import { EXPORT_GUARDS } from '#ipc/guards/exports.ts';
import { runCsv, runMarkdown } from '#report/run-report.ts';
import { variantsCsv, variantsJson, variantsMarkdown } from '#report/variants-report.ts';
import { findRecord, saveRecord } from '#store/history.ts';
import { sampleRecord } from '#test/support/sample-record.ts';
import { sampleVariants } from '#test/support/sample-toolkit.ts';

const record = sampleRecord();
const recordKey = record.id;
let folder: string;
let historyDir: string;
let asked: FileQuestion[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-export-'));
  historyDir = join(folder, 'history');
  asked = [];
  await saveRecord(historyDir, record);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const choosing = (name: string | null) => ({
  records: { find: (key: string) => findRecord(historyDir, key) },
  chooseFile: (question: FileQuestion) => {
    asked.push(question);
    return Promise.resolve(name === null ? null : join(folder, name));
  },
});
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('exportRecord', () => {
  it('writes each form to the file that was chosen, and says where', async () => {
    for (const format of EXPORT_FORMATS) {
      const saved = await exportRecord(choosing(`out.${format}`), { recordKey, format });
      expect(saved).toEqual({ file: join(folder, `out.${format}`) });
    }
    expect(JSON.parse(read('out.json'))).toEqual(record);
    expect(read('out.csv')).toBe(runCsv(record));
    expect(read('out.md')).toBe(runMarkdown(record));
    expect(read('out.html')).toMatch(/^<!doctype html>/);
    expect(asked.map(({ name }) => name)).toEqual(
      ['csv', 'joulemark.json', 'md', 'html'].map(
        (extension) => `joulemark-2026-01-31-0123456789abcdef.${extension}`,
      ),
    );
  });

  it('writes nothing when the dialog is closed', async () => {
    expect(await exportRecord(choosing(null), { recordKey, format: 'csv' })).toBeNull();
    expect(readdirSync(folder)).toEqual(['history']);
  });

  it('asks for no file when there is no such record', async () => {
    const request = { recordKey: 'ffffffffffffffff', format: 'csv' } as const;
    await expect(exportRecord(choosing('out.csv'), request)).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    expect(asked).toEqual([]);
  });

  it('keeps a read-only file as it was, and says what to do', async () => {
    writeFileSync(join(folder, 'old.csv'), 'kept');
    chmodSync(join(folder, 'old.csv'), 0o444);
    await expect(exportRecord(choosing('old.csv'), { recordKey, format: 'csv' })).rejects.toMatchObject({
      code: 'file-unwritable',
      remedy: expect.stringContaining('another file'),
    });
    expect(read('old.csv')).toBe('kept');
  });

  it('says which folder is missing', async () => {
    await expect(exportRecord(choosing('gone/out.csv'), { recordKey, format: 'csv' })).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('no such file or folder'),
    });
  });
});

describe('saveChart', () => {
  it('writes the text of an SVG and the bytes of a PNG', async () => {
    const svg = { name: 'windows', kind: 'svg', content: '<svg />' } as const;
    expect(await saveChart(choosing('c.svg'), svg)).toEqual({ file: join(folder, 'c.svg') });
    expect(read('c.svg')).toBe('<svg />');
    const bytes = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 255]);
    await saveChart(choosing('c.png'), { name: 'w', kind: 'png', content: bytes.toString('base64') });
    expect(readFileSync(join(folder, 'c.png'))).toEqual(bytes);
    expect(asked.map(({ name }) => name)).toEqual(['windows.svg', 'w.png']);
  });
});

describe('exportVariants', () => {
  it('writes each form as the command line prints it', async () => {
    const table = sampleVariants();
    for (const format of VARIANT_FORMATS) await exportVariants(choosing(`v.${format}`), table, format);
    expect(read('v.csv')).toBe(variantsCsv(table));
    expect(read('v.md')).toBe(variantsMarkdown(table));
    expect(read('v.json')).toBe(variantsJson(table));
    expect(asked.map(({ name, kind }) => [name, kind])).toEqual([
      ['joulemark-variants.csv', 'CSV'],
      ['joulemark-variants.md', 'Markdown'],
      ['joulemark-variants.json', 'JSON'],
    ]);
  });

  it('writes nothing when the dialog is closed', async () => {
    expect(await exportVariants(choosing(null), sampleVariants(), 'csv')).toBeNull();
    expect(readdirSync(folder)).toEqual(['history']);
  });
});

describe('the guard of saveChart', () => {
  const accepts = (chart: object) => EXPORT_GUARDS.saveChart.safeParse([chart]).success;

  it.each([
    ['a name with a path', { name: '../x', kind: 'svg', content: '<svg ' }],
    ['another kind', { name: 'x', kind: 'exe', content: '<svg ' }],
    ['what is no SVG', { name: 'x', kind: 'svg', content: '<html>' }],
    ['what is no PNG', { name: 'x', kind: 'png', content: 'AAAA' }],
    ['more than 20 MB', { name: 'x', kind: 'svg', content: `<svg ${'x'.repeat(20_000_000)}` }],
  ])('refuses %s', (_what, chart) => {
    expect(accepts(chart)).toBe(false);
  });

  it('takes pictures', () => {
    expect(accepts({ name: 'windows-silero-vad', kind: 'svg', content: '<svg xmlns="x"/>' })).toBe(true);
    expect(accepts({ name: 'w', kind: 'png', content: 'iVBORw0KGgoAAAA=' })).toBe(true);
  });
});
