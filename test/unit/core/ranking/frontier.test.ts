import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frontierOf, type ParetoPoint } from '#core/ranking/frontier.ts';

const point = (medianMs: number, energyMj: number, degraded = false): ParetoPoint => ({
  medianMs,
  energyMj,
  degraded,
});

const figure = fc.integer({ min: -3, max: 12 });
const anyPoints = fc.array(
  fc.tuple(figure, figure, fc.boolean()).map(([ms, mj, degraded]) => point(ms + 4, mj, degraded)),
);
const beats = (a: ParetoPoint, b: ParetoPoint) =>
  a.medianMs <= b.medianMs &&
  a.energyMj <= b.energyMj &&
  (a.medianMs < b.medianMs || a.energyMj < b.energyMj);

describe('frontierOf', () => {
  it('holds those, and only those, whom no entry beats that keeps its answers', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const frontier = frontierOf(points);
        const holding = points.filter(({ degraded }) => !degraded);
        for (const each of holding) {
          const isBeaten = holding.some((other) => beats(other, each));
          const isThere = frontier.some(
            ({ medianMs, energyMj }) => medianMs === each.medianMs && energyMj === each.energyMj,
          );
          expect(isThere).toBe(!isBeaten);
        }
        expect(frontier.every(({ degraded }) => !degraded)).toBe(true);
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
    expect(steps.map(({ medianMs, energyMj }) => [medianMs, energyMj])).toEqual([
      [1, 9],
      [2, 4],
      [3, 1],
    ]);
  });
});
