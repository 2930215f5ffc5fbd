import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { child, parseXml } from '#meters/xml.ts';

describe('parseXml', () => {
  it('reads elements, text, entities, CDATA and skips what is no content', () => {
    const root = parseXml(
      '\ufeff<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "a.dtd">\n<a id="1"><!-- <b>no</b> -->' +
        '<b>1 &lt; 2 &#38; &#x33;</b><c/><d><![CDATA[<raw>]]></d>\n</a>\n',
    );
    expect(child(root, 'b')?.text).toBe('1 < 2 & 3');
    expect(child(root, 'c')).toEqual({ name: 'c', children: [], text: '' });
    expect(child(root, 'd')?.text).toBe('<raw>');
    expect(child(root, 'e')).toBeNull();
  });

  it.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a><b></a></b>',
    '</a>',
    '<a>1</a>2',
    '<a',
    '<1/>',
    '<a><!-- </a>',
  ])('refuses %j', (text) => {
    expect(() => parseXml(text)).toThrow(expect.objectContaining({ code: 'meter-unreadable' }) as Error);
  });

  it('refuses a document that was cut anywhere before its end', () => {
    const whole = '<?xml version="1.0"?><log><gpu id="0"><power>12.50 W</power><!-- c --></gpu></log>';
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => parseXml(whole.slice(0, length))).toThrow(Fault);
    }
  });

  it('is not led astray by nesting without end, or by anything else', () => {
    expect(() => parseXml('<a>'.repeat(1e5))).toThrow(Fault);
    const pieces = fc.constantFrom(
      '<a>',
      '</a>',
      '<',
      '>',
      '&',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      'x',
      '<b/>',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        try {
          expect(parseXml(parts.join('')).name).toMatch(/^[ab]$/);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
    );
  });
});
