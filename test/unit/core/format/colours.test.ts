/** The colours of page and reports by WCAG 2.2: 4.5 for text (1.4.3), 3 for what must be seen and is no text (1.4.11). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../../../src-main/core/format/colours.css'), 'utf8');

/** The colours of a theme by their names: the first block is the light one, the one in the dark query replaces it. */
function themes(): Record<'light' | 'dark', Record<string, string>> {
  const blocks = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, body = '']) =>
    Object.fromEntries(
      [...body.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
    ),
  );
  const [light = {}, dark = {}] = blocks as Record<string, string>[];
  return { light, dark: { ...light, ...dark } };
}

/** Relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

it('computes the contrasts that everybody knows', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 6);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
});

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const theme = themes()[name];
  const ratio = (front: string, back: string) => contrast(theme[front] ?? '', theme[back] ?? '');
  const text = ['--ink', '--ink-soft', '--accent', '--good', '--warn', '--bad'];
  const grounds = ['--page', '--surface', '--sunken', '--bad-tint'];

  it.each(text.flatMap((front) => grounds.map((back) => [front, back] as const)))(
    'can be read: %s on %s',
    (front, back) => {
      expect(ratio(front, back)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each([
    ['--accent-ink', '--accent'],
    ['--accent-ink', '--accent-hover'],
    ['--good', '--accent-tint'],
    ['--ink', '--accent-tint'],
    ['--warn', '--warn-tint'],
    ['--ink', '--warn-tint'],
  ])('can be read: %s on its own ground %s', (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['--dot', '--surface'],
    ['--accent', '--surface'],
    ['--line-strong', '--surface'],
    ['--line-strong', '--page'],
    ['--focus', '--surface'],
    ['--focus', '--page'],
    ['--focus', '--sunken'],
  ])('can be seen: %s on %s', (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(3);
  });
});
