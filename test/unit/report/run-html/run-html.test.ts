import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { runHtml } from '#report/run-html/run-html.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

const EVIL = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

const parsed = async (changes: Parameters<typeof sampleRecord>[0] = {}) =>
  parseHTML(await runHtml(sampleRecord(changes))).document;

describe('runHtml', () => {
  it('shows every row with its figures and units', async () => {
    const document = await parsed();
    const rows = [...document.querySelectorAll('tbody tr')];
    expect(rows).toHaveLength(2);
    for (const text of ['silero-vad', 'fp32', '64.1', '63.2 … 65.0', '105', '9.80', '12.1', '✓ trusted']) {
      expect(rows[0]?.textContent.replaceAll(/\s+/g, ' ')).toContain(text);
    }
    expect(document.querySelector('header')?.textContent).toContain('Run 0123456789abcdef of 2026-01-31');
  });

  it('keeps a stranger’s markup text wherever it stands', async () => {
    const machine = { ...sampleRecord().machine, cpuModel: EVIL, osName: EVIL };
    const rows = [0.06, 0.07, 0.08].map((netJ) =>
      sampleRow({ model: EVIL, unit: EVIL, netJ, reasons: [EVIL], verdict: 'noisy' }),
    );
    const text = await runHtml(sampleRecord({ machine, rows }));
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<img');
    const { document } = parseHTML(text);
    expect(document.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
    expect(document.querySelector('tbody th')?.textContent).toContain(EVIL);
    expect(document.querySelector('svg.plot title')?.textContent).toContain('mJ net');
  });

  it('runs no script and fetches nothing by its own policy', async () => {
    const policy = (await parsed()).querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('style-src');
    expect(policy).not.toContain('script-src');
  });

  it('draws energy against latency for each model with enough rows, and only what may be compared', async () => {
    const rows = [0.06, 0.07, 0.08].map((netJ, index) =>
      sampleRow({ netJ, latencyMs: { median: 9 - index, p90: 10, p99: 12 }, threads: index + 1 }),
    );
    const other = sampleRow({ model: 'ppocr-det' });
    const document = await parsed({ rows: [...rows, other] });
    expect(document.querySelectorAll('svg.plot')).toHaveLength(1);
    expect(document.querySelectorAll('figcaption li')).toHaveLength(3);
    expect(document.querySelectorAll('[style]')).toHaveLength(0);
  });

  it('says of a synthetic run that it is no measurement', async () => {
    const heading = (await parsed({ synthetic: true })).querySelector('h1');
    expect(heading?.textContent).toContain('Synthetic run, not a measurement');
  });

  it('shows what is unknown as unknown, and an empty run as one', async () => {
    const row = sampleRow({ netJ: null, grossJ: null, ci95: null, latencyMs: null, rank: null, tier: null });
    const cells = [...(await parsed({ rows: [row] })).querySelectorAll('tbody td')];
    expect(cells.filter(({ textContent }) => textContent.trim().startsWith('–'))).toHaveLength(7);
    expect((await parsed({ rows: [] })).querySelector('main')?.textContent).toContain(
      'No configuration was run.',
    );
  });

  it('gives the same bytes for the same record', async () => {
    expect(await runHtml(sampleRecord())).toBe(await runHtml(sampleRecord()));
  });
});
