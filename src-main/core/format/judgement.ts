/** Judgements as a sign and a word, told apart by shape: colour only repeats them. */
import type { LineState } from '../leaderboard/verify/check.ts';
import type { Tier } from '../provenance.ts';
import type { Verdict } from '../record/schema.ts';

/** `tone` is a class of a page's style. */
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

/** The fuller, the closer to a measurement of all that was drawn. */
export const TIER_SIGNS: Readonly<Record<Tier, string>> = {
  external: '◆',
  counter: '●',
  sensor: '◐',
  model: '○',
  estimate: '~',
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
