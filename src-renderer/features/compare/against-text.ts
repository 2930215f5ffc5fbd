/** How a row stands to that of the first run, in words. */
import type { Against } from '#core/compare/compare-runs.ts';
import { significant } from '#core/format/number.ts';

export interface AgainstText {
  /** Told apart by shape; colour only repeats it. */
  readonly sign: string;
  readonly tone: 'good' | 'bad' | 'plain' | 'warn';
  readonly text: string;
  /** Below it, smaller; null: nothing. */
  readonly note: string | null;
}

const factor = (ratio: number): string => `${significant(ratio, 3)}×`;

/** null: there is nothing to say. */
export function againstText(against: Against): AgainstText | null {
  switch (against.kind) {
    case 'none':
      return null;
    case 'no-ratio':
      return {
        sign: '–',
        tone: 'plain',
        text: 'no ratio',
        note: 'fewer than two rounds, or nothing above idle',
      };
    case 'other-key':
      return {
        ...{ sign: '≠', tone: 'warn', text: 'not comparable' },
        note: against.differences
          .map(({ what, own, baseline }) => `${what}: ${own} in place of ${baseline}`)
          .join('; '),
      };
    case 'ratio': {
      const { ratio, interval, separated } = against;
      const [low, high] = interval;
      if (!separated) {
        return {
          sign: '≈',
          tone: 'plain',
          text: 'not separated',
          note: `${factor(low)} to ${factor(high)} the joules`,
        };
      }
      return ratio < 1
        ? {
            ...{ sign: '▼', tone: 'good', text: `${factor(1 / ratio)} fewer joules` },
            note: `95 %: ${factor(1 / high)} to ${factor(1 / low)}`,
          }
        : {
            ...{ sign: '▲', tone: 'bad', text: `${factor(ratio)} the joules` },
            note: `95 %: ${factor(low)} to ${factor(high)}`,
          };
    }
  }
}
