/** One word on how far a row's energy can be trusted, and why in sentences. */
import type { Tier } from '../provenance.ts';
import type { Verdict, Window, WindowFlag } from '../record/schema.ts';
import type { ProtocolConstants } from './constants.ts';
import type { EnergySummary } from './summary.ts';

interface Judged {
  readonly verdict: Verdict;
  readonly reasons: string[];
}

const FLAG_WORDS: Partial<Record<WindowFlag, string>> = {
  disturbed: 'other programs used more than 5 % of the processors',
  throttled: 'the processor was throttled',
  unplugged: 'the power source changed',
  'clock-jumped': 'the machine slept or its clock was set',
  hot: 'the machine did not cool down to the round’s first temperature',
  short: 'too few inferences fitted',
  coarse: 'the meter’s steps or late readings resolved the energy too badly',
  'meter-failed': 'the meter could not be read',
  'counter-went-back': 'the energy counter was reset',
  'counter-ambiguous': 'the energy counter could have wrapped twice',
};

/**
 * The gravest applies: incomplete, disturbed, throttled, noisy, estimated, trusted. `unmetered`: why no meter
 * measures it, in words; null: one does, or it was not prepared.
 */
export function judge(
  summary: EnergySummary,
  windows: readonly Window[],
  tier: Tier | null,
  constants: ProtocolConstants,
  unmetered: string | null = null,
): Judged {
  const measured = windows.filter((window) => window.kind === 'measure');
  const reasons: string[] = [];
  const found = new Set<Verdict>();

  if (summary.netJ === null) {
    found.add('incomplete');
    reasons.push(
      unmetered !== null
        ? unmetered
        : measured.length === 0
          ? 'no window was measured'
          : 'no window has both its energy and an idle power beside it',
    );
  }
  for (const [flag, words] of Object.entries(FLAG_WORDS)) {
    const count = measured.filter((window) => window.flags.includes(flag as WindowFlag)).length;
    if (count > 0) reasons.push(`in ${count} of ${measured.length} windows ${words}`);
  }
  if (summary.fromFlagged && summary.netJ !== null) {
    found.add(gravestOf(measured));
    reasons.push('too few clean windows: the figures come from flagged ones');
  }
  if (summary.idleFromFlagged) {
    found.add('disturbed');
    reasons.push('no idle window was clean: the idle power comes from flagged ones');
  }
  if (summary.netJ !== null && (summary.halfWidthRatio ?? Infinity) > constants.targetHalfWidthRatio) {
    found.add('noisy');
    reasons.push(notConverged(summary, constants));
  }
  if (tier === 'estimate') {
    found.add('estimated');
    reasons.push('estimated from processor time: no power meter was read');
  }
  const order: readonly Verdict[] = ['incomplete', 'throttled', 'disturbed', 'noisy', 'estimated'];
  return { verdict: order.find((verdict) => found.has(verdict)) ?? 'trusted', reasons };
}

/** Which verdict the flags of windows that had to serve all the same call for. */
function gravestOf(windows: readonly Window[]): Verdict {
  const flags = new Set(windows.flatMap((window) => window.flags));
  if (flags.has('throttled')) return 'throttled';
  // A window that is only coarse or short is not wrong, but says little.
  flags.delete('coarse');
  flags.delete('short');
  return flags.size === 0 ? 'noisy' : 'disturbed';
}

function notConverged(summary: EnergySummary, constants: ProtocolConstants): string {
  const target = `± ${(constants.targetHalfWidthRatio * 100).toFixed(0)} %`;
  if (summary.halfWidthRatio === null) return `one round is too few for an interval (wanted ${target})`;
  return `did not converge: ± ${(summary.halfWidthRatio * 100).toFixed(1)} % (wanted ${target})`;
}
