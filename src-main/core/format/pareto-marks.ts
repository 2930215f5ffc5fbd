/** The marks of our plots of energy against latency: the same in the window and in exported pages. */
import type { ParetoPoint } from '../ranking/frontier.ts';

/** The frontier's points have a letter each, and the list beside the plot has the names. */
export const LETTERS = 'ABCDEFGHIJKL';

/** What is used of Observable Plot: who draws, brings it along. */
export interface Marks<M> {
  dot(points: readonly unknown[], options: object): M;
  line(points: readonly unknown[], options: object): M;
  text(points: readonly unknown[], options: object): M;
}

export interface ParetoMarks<P extends ParetoPoint> {
  /** Those that some other one beats, or that are degraded. */
  readonly others: readonly P[];
  /** By ascending latency. */
  readonly frontier: readonly P[];
  /** What a point says of itself. */
  readonly titleOf: (point: P) => string;
  /** Of the points that keep their answers and are on no frontier. */
  readonly dotColour: string;
}

/** Degraded points are hollow; the frontier is drawn over all others, as steps. */
export function paretoMarks<P extends ParetoPoint, M>(
  plot: Marks<M>,
  { others, frontier, titleOf, dotColour }: ParetoMarks<P>,
): M[] {
  const at = { x: 'medianMs', y: 'energyMj' };
  const dots = { ...at, title: titleOf, r: 3.5 };
  const outline = { stroke: 'var(--surface)' };
  return [
    plot.dot(
      others.filter(({ degraded }) => !degraded),
      { ...dots, ...outline, fill: dotColour, strokeWidth: 0.5 },
    ),
    plot.dot(
      others.filter(({ degraded }) => degraded),
      { ...dots, fill: 'var(--surface)', stroke: 'var(--bad)', strokeWidth: 1.5 },
    ),
    plot.line(frontier, { ...at, curve: 'step-after', stroke: 'var(--accent)', strokeWidth: 1.5 }),
    plot.dot(frontier, { ...dots, ...outline, r: 5, fill: 'var(--accent)' }),
    ...[0, 1].map((side) =>
      plot.text(
        frontier.slice(0, LETTERS.length).filter((_point, index) => index % 2 === side),
        {
          ...at,
          ...outline,
          ...LETTER_SIDES[side],
          text: (_point: P, index: number) => LETTERS[2 * index + side] ?? '',
          fontWeight: 700,
          fill: 'var(--accent)',
          strokeWidth: 4,
        },
      ),
    ),
  ];
}

/** In turn below on the left and above on the right: neighbours may lie close together. */
const LETTER_SIDES = [
  { dx: -7, dy: 11 },
  { dx: 8, dy: -8 },
] as const;
