import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain, terminalTable, widthOf, wrap } from '#report/terminal.ts';

describe('plain', () => {
  it('takes from a text what could steer a terminal, and leaves its line breaks', () => {
    expect(plain('a\u001b[31m\u0007\u202eb\nç é €')).toBe('a\uFFFD[31m\uFFFD\uFFFDb\nç é €');
  });

  it('leaves in any text neither controls, nor turns of direction, nor halves of characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const made = plain(text);
        expect([...made]).toHaveLength([...text].length);
        expect(made.replaceAll('\n', '')).not.toMatch(
          /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u,
        );
      }),
    );
    expect(plain('م\u200fb\u2028c\ud800')).toBe('م\uFFFDb\uFFFDc\uFFFD');
  });
});

describe('wrap', () => {
  it('breaks between words and indents all lines but the first', () => {
    expect(wrap('one two three four', 9, '  ')).toBe('one two\n  three\n  four');
  });

  it('gives a word that is longer than the line its own', () => {
    expect(wrap('a /a/long/path b', 5)).toBe('a\n/a/long/path\nb');
  });

  it('leaves the text in one line without a width', () => {
    expect(wrap('one two', null)).toBe('one two');
  });
});

describe('terminalTable', () => {
  it('aligns, has no colours, and is as wide as it says', () => {
    const columns = [
      { head: 'name', align: 'left' },
      { head: 'mJ', align: 'right' },
    ] as const;
    const table = terminalTable(columns, [['a', '12.5']]);
    expect(table).toBe(
      ['┌──────┬──────┐', '│ name │   mJ │', '├──────┼──────┤', '│ a    │ 12.5 │', '└──────┴──────┘'].join(
        '\n',
      ),
    );
    expect(widthOf(table)).toBe(15);
  });
});
