import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { QUICK, STANDARD, THOROUGH } from '#core/protocol/constants.ts';
import { methodText } from '#core/protocol/method-text.ts';

describe('the method text', () => {
  it('stands in README as the constants have it', async () => {
    const readme = await readFile(new URL('../../../../README.md', import.meta.url), 'utf8');
    const plain = readme.replace(/\s+/g, ' ');
    // Only what is missing: the whole README would hide it.
    const missing = methodText(STANDARD).filter((paragraph) => !plain.includes(paragraph));
    expect(missing).toEqual([]);
  });

  it('follows the constants', () => {
    expect(methodText(QUICK).join(' ')).toContain('for 1 s, longer where fewer than 10 inferences');
    expect(methodText(STANDARD).join(' ')).not.toBe(methodText(QUICK).join(' '));
    expect(methodText(THOROUGH).join(' ')).toContain(
      "at least 10 rounds and at most 60; it stops when every interval's half-width is at most 1 %",
    );
  });

  it('names every constant', () => {
    const text = methodText(STANDARD).join(' ');
    for (const [name, value] of Object.entries(STANDARD)) {
      const changed = methodText({ ...STANDARD, [name]: value * 3 + 1 }).join(' ');
      expect(changed, name).not.toBe(text);
    }
  });
});
