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

  it.each(['=1+1', '+1', '-1', '@x', ' =1', '\u00a0=1', '＝1', '\rx'])(
    'makes %j a text for spreadsheets',
    (text) => {
      expect(parseCsv(csv(['h'], [[text]]))[1]).toEqual([`'${text}`]);
    },
  );

  it('leaves negative numbers alone, and what is no number empty', () => {
    expect(csv(['h'], [[-0.5]])).toBe('h\r\n-0.5\r\n');
    expect(csv(['a', 'b', 'c'], [[NaN, -Infinity, -1e-7]])).toBe('a,b,c\r\n,,-1e-7\r\n');
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(parseCsv(csv(['h'], [[value]]))[1]?.[0])).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each([
    ['a;=1+1', "a;'=1+1"],
    ['a, =1+1', "a, '=1+1"],
    ['a\n=1', "a\n'=1"],
    ['a\t"@x', 'a\t"\'@x'],
    ['"=1', '\'"=1'],
    [';=1', ";'=1"],
    ['\t=1', "'\t'=1"],
    ['up to 3, below -2', 'up to 3, below -2'],
    ['int8-static, cpu', 'int8-static, cpu'],
  ])('makes %j a text where a spreadsheet might cut it', (text, inert) => {
    expect(parseCsv(csv(['h'], [[text]]))[1]).toEqual([inert]);
  });

  it('has no cell that begins with a formula, however a reader cuts the lines', () => {
    const part = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      ';',
      ',',
      '\t',
      '\n',
      '\r',
      ' ',
      '"',
      'a',
      '＝',
      '\uFEFF',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const line = csv(['h'], [['x', parts.join(''), 'y']]).slice('h\r\n'.length);
        for (const cut of [/[;\r\n]/, /[\t\r\n]/, /[,\r\n]/, /[;,\t\r\n]/]) {
          for (const cell of line.split(cut)) expect(cell).not.toMatch(/^[\s\uFEFF"]*[=+\-@＝]/u);
        }
      }),
    );
  });

  it('does not steer a terminal, nor hold what UTF-8 cannot', () => {
    expect(csv(['h'], [['a\u001b[31m\u0000\u202eb\ud800']])).toBe('h\r\na\uFFFD[31m\uFFFD\uFFFDb\uFFFD\r\n');
  });

  it('takes no longer for a long run of separators than for any other text', () => {
    const long = '\t; "'.repeat(250_000);
    expect(csv(['h'], [[long]])).toContain(`"'\t; `);
  });

  it('gives back any visible text, but for apostrophes before formulas', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', '=', 'a"b', 'a;=b'));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 4 });
    fc.assert(
      fc.property(table, (records) => {
        const read = parseCsv(csv(['a', 'b'], records)).slice(1);
        expect(read.length).toBe(records.length);
        for (const [index, record] of records.entries()) {
          for (const [column, text] of record.entries()) {
            const back = read[index]![column]!;
            const without = (all: string) => all.replaceAll("'", '');
            expect(without(back)).toBe(without(text));
            expect(back.length - text.length).toBeLessThanOrEqual(text.match(/[=+\-@\t\r\n]/g)?.length ?? 0);
            expect(back).not.toMatch(/^[=+\-@]/);
          }
        }
      }),
    );
  });
});
