/** Flags of a window that its own figures decide. What the machine did (disturbed, throttled …) is not among them. */
import type { ProtocolConstants } from '../../../protocol/constants.ts';
import type { Window, WindowFlag } from '../../../record/schema.ts';
import type { Submission } from '../../schema.ts';

/** A window with one of these has no energy, and one without energy has one of these. */
const NO_ENERGY: readonly WindowFlag[] = ['meter-failed', 'counter-went-back', 'counter-ambiguous'];
/** An idle window is neither too short nor repeated for its meter's steps, and nothing cools down for it. */
const MEASURE_ONLY: readonly WindowFlag[] = ['short', 'coarse', 'hot'];

export function flagFaults({ windows }: Submission, constants: ProtocolConstants): string[] {
  return windows.flatMap((window, index) => {
    const faults = [...ownFaults(window, constants)];
    return faults.map((fault) => `windows[${index}] ${fault}`);
  });
}

function* ownFaults(window: Window, constants: ProtocolConstants): Generator<string> {
  const { kind, flags, inferences, energyJ } = window;
  if (new Set(flags).size < flags.length) yield 'carries a flag twice';
  if (energyJ !== null && flags.some((flag) => NO_ENERGY.includes(flag))) {
    yield `has an energy, but is flagged ${flags.join(', ')}`;
  }
  if (energyJ === null && !flags.some((flag) => NO_ENERGY.includes(flag))) {
    yield 'has no energy, but no flag that says why';
  }
  if (kind === 'idle') {
    const wrong = flags.filter((flag) => MEASURE_ONLY.includes(flag));
    if (wrong.length > 0) yield `is idle, but flagged ${wrong.join(', ')}`;
    if (inferences > 0) yield `is idle, but counts ${inferences} inferences`;
    return;
  }
  yield* flagged(window, 'short', inferences < constants.minInferences, `it holds ${inferences} inferences`);
  yield* flagged(window, 'coarse', isCoarse(window, constants), `±${window.uncertaintyJ} J of ${energyJ} J`);
}

function isCoarse({ energyJ, uncertaintyJ }: Window, { coarseRatio }: ProtocolConstants): boolean {
  if (energyJ === null || uncertaintyJ === null) return false;
  return uncertaintyJ > coarseRatio * Math.abs(energyJ);
}

function* flagged({ flags }: Window, flag: WindowFlag, should: boolean, why: string): Generator<string> {
  if (flags.includes(flag) === should) return;
  yield should ? `should be flagged ${flag}: ${why}` : `is flagged ${flag}, but ${why}`;
}
