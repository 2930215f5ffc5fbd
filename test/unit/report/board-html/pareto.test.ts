import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frontierOf, rangeOf, scaleOf, type Point } from '#report/board-html/pareto.ts';

const point = (medianMs: number, netMj: number, degraded = false) =>
  ({ medianMs, netMj, entry: { degraded } }) as Point;

const figure = fc.integer({ min: -3, max: 12 });
const anyPoints = fc.array(
  fc.tuple(figure, figure, fc.boolean()).map(([ms, mj, degraded]) => point(ms + 4, mj, degraded)),
);
const beats = (a: Point, b: Point) =>
  a.medianMs <= b.medianMs && a.netMj <= b.netMj && (a.medianMs < b.medianMs || a.netMj < b.netMj);

describe('frontierOf', () => {
  it('holds those, and only those, whom no entry beats that keeps its answers', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const frontier = frontierOf(points);
        const holding = points.filter(({ entry }) => !entry.degraded);
        for (const each of holding) {
          const isBeaten = holding.some((other) => beats(other, each));
          const isThere = frontier.some(
            ({ medianMs, netMj }) => medianMs === each.medianMs && netMj === each.netMj,
          );
          expect(isThere).toBe(!isBeaten);
        }
        expect(frontier.every(({ entry }) => !entry.degraded)).toBe(true);
      }),
    );
  });

  it('goes from fast to frugal, each step once', () => {
    const steps = frontierOf([
      point(3, 1),
      point(1, 9),
      point(1, 9),
      point(2, 9),
      point(2, 4),
      point(1, 0, true),
    ]);
    expect(steps.map(({ medianMs, netMj }) => [medianMs, netMj])).toEqual([
      [1, 9],
      [2, 4],
      [3, 1],
    ]);
  });
});

describe('scaleOf', () => {
  it('is logarithmic for wide ranges of positive values', () => {
    expect(scaleOf([1, 19])).toBe('linear');
    expect(scaleOf([1, 21])).toBe('log');
    expect(scaleOf([0, 100])).toBe('linear');
    expect(scaleOf([-1, 100])).toBe('linear');
    expect(scaleOf([5])).toBe('linear');
  });
});

describe('rangeOf', () => {
  it('takes more values than a call takes arguments', () => {
    expect(rangeOf(Array.from({ length: 300_000 }, (_, index) => index))).toEqual([0, 299_999]);
  });
});
