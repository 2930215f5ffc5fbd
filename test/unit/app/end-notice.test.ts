import { describe, expect, it } from 'vitest';
import { endNotice } from '#app/end-notice.ts';
import { Fault } from '#core/errors.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

const record = sampleRecord();
const [row] = record.rows;
const first = {
  ...row!,
  rank: 1,
  model: 'm',
  precision: 'fp32' as const,
  netJ: 0.0123,
  tier: 'counter' as const,
};

describe('the notification at the end', () => {
  it('names what came first, with its figure and unit', () => {
    const { title, body } = endNotice({
      record: { ...record, state: 'finished', rows: [first] },
      fault: null,
    });
    expect(title).toBe('Benchmark finished');
    expect(body).toBe('Most frugal: m, fp32 on cpu, 12.3 mJ per inference.');
  });

  it('calls an estimate one, and a shared first rank shared', () => {
    const estimated = { ...first, tier: 'estimate' as const };
    expect(endNotice({ record: { ...record, rows: [estimated] }, fault: null }).body).toContain(
      'an estimate',
    );
    const { body } = endNotice({ record: { ...record, rows: [first, first] }, fault: null });
    expect(body).toBe('2 configurations share the first rank.');
  });

  it('says stopped, failed, or that nothing could be ranked', () => {
    expect(endNotice({ record: { ...record, state: 'interrupted' }, fault: null }).title).toBe(
      'Benchmark stopped',
    );
    const none = { ...record, rows: [{ ...first, rank: null }] };
    expect(endNotice({ record: none, fault: null }).body).toContain('Nothing could be ranked');
    const fault = new Fault('worker-died', 'It ended.').toWire();
    expect(endNotice({ record, fault })).toEqual({ title: 'Benchmark failed', body: 'It ended.' });
  });
});
