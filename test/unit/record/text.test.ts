import { describe, expect, it } from 'vitest';
import { parseRecord, recordText } from '#core/record/text.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

const invalid = (text: string) => () => parseRecord(text, '/history/x.json');

describe('parseRecord', () => {
  it('gives back what recordText wrote, with a byte order mark too', () => {
    const record = sampleRecord();
    expect(parseRecord(recordText(record), 'x')).toEqual(record);
    expect(parseRecord(`\uFEFF${recordText(record)}`, 'x')).toEqual(record);
  });

  it.each([
    ['', 'is empty'],
    [recordText(sampleRecord()).slice(0, 500), 'is not whole JSON'],
    ['[]', 'names no schema'],
    ['{"schema":"joulemark.record/2"}', 'is "joulemark.record/2"; this program reads joulemark.record/1'],
    [recordText(sampleRecord()).replace('"synthetic": false', '"synthetic": 0'), 'at synthetic:'],
  ])('refuses %.40j with the path and the reason', (text, reason) => {
    expect(invalid(text)).toThrow(
      expect.objectContaining({ code: 'record-invalid', message: expect.stringContaining(reason) }),
    );
    expect(invalid(text)).toThrow('/history/x.json');
  });
});
