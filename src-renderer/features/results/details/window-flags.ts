/** Why a window does not count, as a sign and in words. */
import type { WindowFlag } from '#core/record/schema.ts';

interface FlagWords {
  readonly sign: string;
  readonly meaning: string;
}

export const FLAG_WORDS: Readonly<Record<WindowFlag, FlagWords>> = {
  disturbed: { sign: '!', meaning: 'other programs used the processor' },
  throttled: { sign: '▼', meaning: 'the machine slowed itself down' },
  unplugged: { sign: '⊘', meaning: 'the power source changed' },
  'clock-jumped': { sign: '↷', meaning: 'the machine slept, or its clock was set' },
  short: { sign: '‹', meaning: 'too few inferences' },
  coarse: { sign: '≈', meaning: 'the meter resolves its energy too badly' },
  'meter-failed': { sign: '✕', meaning: 'the meter could not be read' },
  'counter-went-back': { sign: '↶', meaning: 'the energy counter went back' },
  'counter-ambiguous': { sign: '?', meaning: 'the energy counter may have wrapped more than once' },
  hot: { sign: '▲', meaning: 'still too warm after a wait' },
};
