/** Energies of the estimate, which follow from the processor time of each window. */
import { averagePowerW, designShare, loadOf } from '../../../energy/estimate-curve.ts';
import type { Window } from '../../../record/schema.ts';
import { WITHHELD } from '../../public-text.ts';
import type { Submission } from '../../schema.ts';
import { differs, figure } from '../compare.ts';
import { nameOf } from './windows.ts';

const DESIGN_POWER = /design power \((\d+) W\)/;

/**
 * By the design power or by the cloud's averages, as the source says; either, where it was withheld. The design power
 * itself stands in the line as text, in whole watts: so it is taken from the windows, must be what the text says, and
 * the same in all of them.
 */
export function estimateFaults(submission: Submission): string[] {
  const { tier, meter } = submission;
  if (tier !== 'estimate') return [];
  if (meter.source === WITHHELD) {
    const byAverages = averageFaults(submission);
    return byAverages.length === 0 ? [] : designFaults(submission, null);
  }
  const said = DESIGN_POWER.exec(meter.source)?.[1];
  return said === undefined ? averageFaults(submission) : designFaults(submission, said);
}

function averageFaults({ windows, device }: Submission): string[] {
  return energyFaults(windows, (window) => averagePowerW(loadIn(window, device), device.logicalCpus));
}

function designFaults({ windows, device }: Submission, said: string | null): string[] {
  const designW = designPowerIn(windows, device);
  if (designW === null) return [];
  if (said !== null && designW.toFixed(0) !== said) {
    return [`its energies follow from a design power of ${figure(designW)} W, but its source says ${said} W`];
  }
  return energyFaults(windows, (window) => designW * designShare(loadIn(window, device)));
}

function energyFaults(windows: readonly Window[], powerW: (window: Window) => number): string[] {
  return windows.flatMap((window, index) =>
    differs(nameOf(index, 'energyJ'), window.energyJ, powerW(window) * window.durationS),
  );
}

const loadIn = ({ cpuSeconds, durationS }: Window, { logicalCpus }: Submission['device']): number =>
  loadOf(cpuSeconds / durationS, logicalCpus);

function designPowerIn(windows: readonly Window[], device: Submission['device']): number | null {
  const powersW = windows.flatMap((window) =>
    window.energyJ === null ? [] : [window.energyJ / window.durationS / designShare(loadIn(window, device))],
  );
  return powersW.length === 0 ? null : Math.max(...powersW);
}
