import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownTable, markdownText } from '#report/markdown.ts';

describe('markdownText', () => {
  it.each([
    ['a|b', String.raw`a\|b`],
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['[x](javascript:1)', String.raw`\[x\](javascript:1)`],
    ['`code` *b* _i_ # ~s~', String.raw`\`code\` \*b\* \_i\_ \# \~s\~`],
    ['AT&T', 'AT&amp;T'],
    ['two\nlines', 'two lines'],
    ['https://a.example', 'https&#58;//a.example'],
    ['@everyone', '&#64;everyone'],
    ['back\\slash|', String.raw`back\\slash\|`],
  ])('turns %j into %s', (text, escaped) => {
    expect(markdownText(text)).toBe(escaped);
  });
});

describe('markdownTable', () => {
  it('aligns numbers to the right', () => {
    const columns = [
      { head: 'name', align: 'left' },
      { head: 'mJ', align: 'right' },
    ] as const;
    expect(markdownTable(columns, [['a', '1']])).toBe('| name | mJ |\n| --- | ---: |\n| a | 1 |\n');
  });

  it('has as many cells in each line as columns, whatever the cells hold', () => {
    const columns = [
      { head: 'a', align: 'left' },
      { head: 'b', align: 'left' },
    ] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 3 }), (records) => {
        const lines = markdownTable(columns, records).trimEnd().split('\n');
        expect(lines).toHaveLength(2 + records.length);
        for (const line of lines) expect(line.replace(/\\./g, '').match(/\|/g)).toHaveLength(3);
      }),
    );
  });
});
