/** Judgements as a sign and a word: colour never says anything alone. */
import type { LineState } from '#core/leaderboard/verify/check.ts';
import type { Verdict } from '#core/record/schema.ts';

/** `tone` is a class of the page's style. */
export interface Judged {
  readonly sign: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
}

export const VERDICT_SIGNS: Readonly<Record<Verdict, Judged>> = {
  trusted: { sign: '✓', tone: 'good' },
  noisy: { sign: '≈', tone: 'warn' },
  disturbed: { sign: '!', tone: 'warn' },
  throttled: { sign: '▼', tone: 'warn' },
  incomplete: { sign: '◌', tone: 'warn' },
  estimated: { sign: '~', tone: 'warn' },
  failed: { sign: '✕', tone: 'bad' },
};

export const STATE_SIGNS: Readonly<Record<LineState, Judged>> = {
  verified: { sign: '✓', tone: 'good' },
  unsigned: { sign: '○', tone: 'plain' },
  altered: { sign: '✕', tone: 'bad' },
  implausible: { sign: '!', tone: 'bad' },
  unreadable: { sign: '?', tone: 'bad' },
};

export const STATE_MEANINGS: Readonly<Record<LineState, string>> = {
  verified:
    'signed by the key it names; each figure follows from its raw windows, and nothing in it is implausible',
  unsigned: 'its figures follow from its raw windows, but no key stands for it',
  altered: 'its id, its signature or a figure does not fit its contents',
  implausible: 'consistent in itself, but no real machine and meter would have shown this',
  unreadable: 'not a line that this version can read',
};

/** 12345 as `12,345`, on every machine. */
export function counted(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
