import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '#report/csv.ts';

/** Reads RFC 4180, written after its grammar: the other half of a round trip. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        if (text[at] === '"') at += 1;
        cell += text[at];
      }
      at += 1;
    } else {
      for (; text[at] !== ',' && text[at] !== '\r'; at += 1) cell += text[at];
    }
    record.push(cell);
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    expect(text.slice(at, at + 2)).toBe('\r\n');
    at += 2;
    records.push(record);
    record = [];
  }
  return records;
}

describe('csv', () => {
  it('writes a header and CRLF lines, quotes what needs it, and leaves unknown cells empty', () => {
    expect(
      csv(
        ['a', 'b "c"', 'd,e'],
        [
          ['x\ny', null, 0.5],
          [true, -1e-9, 'z'],
        ],
      ),
    ).toBe('a,"b ""c""","d,e"\r\n"x\ny",,0.5\r\ntrue,-1e-9,z\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', ' =1', '\u00a0=1', '＝1', '\rx'])(
    'makes %j a text for spreadsheets',
    (text) => {
      expect(parseCsv(csv(['h'], [[text]]))[1]).toEqual([`'${text}`]);
    },
  );

  it('leaves negative numbers alone', () => {
    expect(csv(['h'], [[-0.5]])).toBe('h\r\n-0.5\r\n');
  });

  it('gives back any text, but for the apostrophe before a formula', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', '=', 'a"b'));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 4 });
    fc.assert(
      fc.property(table, (records) => {
        const read = parseCsv(csv(['a', 'b'], records)).slice(1);
        expect(read.length).toBe(records.length);
        for (const [index, record] of records.entries()) {
          for (const [column, text] of record.entries()) {
            const back = read[index]![column]!;
            expect(back === text || back === `'${text}`).toBe(true);
            expect(back).not.toMatch(/^[=+\-@]/);
          }
        }
      }),
    );
  });
});
