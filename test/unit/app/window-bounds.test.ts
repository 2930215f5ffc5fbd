import { describe, expect, it } from 'vitest';
import { visibleBounds, type WindowBounds } from '#app/window-bounds.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1024 };
const at = (x: number, y: number, width = 1280, height = 800): WindowBounds => ({
  ...{ x, y, width, height },
  maximized: false,
});

describe('visibleBounds', () => {
  it('keeps a window where it was, on any screen, also partly beyond its edge', () => {
    for (const bounds of [at(100, 50), at(2000, 10), at(-1100, 0), at(1780, 1000)]) {
      expect(visibleBounds(bounds, [SCREEN, SECOND])).toEqual(bounds);
    }
  });

  it.each([
    ['on a screen that was taken away', at(2000, 10)],
    ['too far to the left', at(-1200, 10)],
    ['above the top, where its title cannot be caught', at(100, -30)],
    ['below the bottom', at(100, 1070)],
  ])('leaves the place to the system: %s', (_, bounds) => {
    expect(visibleBounds(bounds, [SCREEN])).toBeNull();
  });

  it('is no larger than its screen', () => {
    expect(visibleBounds(at(0, 0, 4000, 3000), [SCREEN])).toMatchObject({ width: 1920, height: 1080 });
  });
});
