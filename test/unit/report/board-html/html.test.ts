import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { inert, markup, named, trusted } from '#report/html/html.ts';
import { HOSTILE_NAMES } from '#test/support/board-page/boards.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(...HOSTILE_NAMES),
  fc
    .array(fc.constantFrom('<', '>', '"', "'", '&', '&lt;', '`', '\u202e', '\u0000', 'a', '/', '=', '\ud83d'))
    .map((parts) => parts.join('')),
);

describe('markup', () => {
  it('keeps any text a text, in an element and in a quoted attribute', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const made = markup`<p title="${text}">${text}</p>`.text;
        const { document } = parseHTML(`<!doctype html><html><body>${made}</body></html>`);
        const all = [...document.body.querySelectorAll('*')];
        expect(all.map(({ localName }) => localName)).toEqual(['p']);
        expect(all[0]?.textContent).toBe(inert(text));
        expect(all[0]?.getAttributeNames()).toEqual(['title']);
        expect(made.slice(made.indexOf('"') + 1, -'</p>'.length)).not.toMatch(/<|"(?!>)|'/);
      }),
    );
  });

  it('takes markup of its own as it is, lists of it too', () => {
    const items = ['a', '<b>'].map((text) => markup`<li>${text}</li>`);
    expect(markup`<ul>${items}</ul>${trusted('<hr>')}${7}`.text).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul><hr>7',
    );
  });

  it('isolates the direction of a name', () => {
    expect(named('مُعالِج').text).toBe('<bdi>مُعالِج</bdi>');
  });
});

describe('inert', () => {
  it('is one line of visible signs that UTF-8 can hold, and not endless', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = inert(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(Buffer.from(line, 'utf8').toString('utf8')).toBe(line);
        expect([...line].length).toBeLessThanOrEqual(401);
      }),
    );
    expect(inert('x'.repeat(5000))).toHaveLength(401);
    expect(inert('two\r\nlines')).toBe('two lines');
    expect(inert('a\u202egnp\u0007')).toBe('a\uFFFDgnp\uFFFD');
  });

  it('leaves usual names as they are', () => {
    for (const name of ['11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', 'プロセッサ', 'процессор 🚀']) {
      expect(inert(name)).toBe(name);
    }
  });
});
