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
    ['@everyone', '@\u200beveryone'],
    ['a@b.example', 'a@\u200bb.example'],
    ['mailto:a@b.example', 'mailto:a@\u200bb.example'],
    ['www.a.example', 'www.\u200ba.example'],
    ['fixes #12', 'fixes \\#\u200b12'],
    ['$x$', String.raw`\$x\$`],
    ['![x](y)', String.raw`!\[x\](y)`],
    ['a\u001b[31m\u202eb\u0085c\u2028d', 'a\uFFFD\\[31m\uFFFDb\uFFFDc d'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['back\\slash|', String.raw`back\\slash\|`],
  ])('turns %j into %s', (text, escaped) => {
    expect(markdownText(text)).toBe(escaped);
  });
});

/** What a reader sees: escapes, entities and the unseen sign undone. */
const shown = (markdown: string) =>
  markdown
    .replaceAll('\u200b', '')
    .replace(/\\([\\`*_[\]#|~$])/g, '$1')
    .replaceAll('&#58;', ':')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('|', '\n', '\\', '`', '<b>', '](', '://', '@', '#1', '&lt;', '$'),
    ),
  )
  .map((parts) => parts.join(''));

describe('markdownText with any text', () => {
  it('is one line that shows the text and has no sign that means anything', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = markdownText(text);
        expect(escaped).not.toMatch(/[<>\n\r]|:\/\//);
        // Entities apart, which hold a # and are ours.
        const rest = escaped.replaceAll('&#58;', '').replace(/\\[\\`*_[\]#|~$]/g, '');
        expect(rest).not.toMatch(/[\\`*_[\]#|~$]/);
        expect(escaped).not.toMatch(/@(?!\u200b)/);
        const once = shown(escaped);
        // What is seen stays as it is when it is escaped and shown again.
        expect(shown(markdownText(once))).toBe(once);
      }),
    );
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
