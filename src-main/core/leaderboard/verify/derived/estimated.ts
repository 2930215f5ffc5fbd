/** Energies of the estimate, which follow from the processor time of each window. */
import { averagePowerW, designShare, loadOf } from '../../../energy/estimate-curve.ts';
import type { Window } from '../../../record/schema.ts';
import type { Submission } from '../../schema.ts';
import { differs, figure } from '../compare.ts';
import { nameOf } from './windows.ts';

const DESIGN_POWER = /design power \((\d+) W\)/;

/**
 * The design power itself stands in the line as text, in whole watts. So it is taken from the window that has
 * most of it, must be what the text says, and the same in all windows.
 */
export function estimateFaults({ tier, meter, device, windows }: Submission): string[] {
  if (tier !== 'estimate') return [];
  const { logicalCpus } = device;
  const loadIn = ({ cpuSeconds, durationS }: Window) => loadOf(cpuSeconds / durationS, logicalCpus);
  const said = DESIGN_POWER.exec(meter.source)?.[1];
  const designW = said === undefined ? null : designPowerIn(windows, loadIn);
  const wrongPower =
    designW === null || designW.toFixed(0) === said
      ? []
      : [`its energies follow from a design power of ${figure(designW)} W, but its source says ${said} W`];
  const powerW = (window: Window) =>
    designW === null ? averagePowerW(loadIn(window), logicalCpus) : designW * designShare(loadIn(window));
  return [
    ...wrongPower,
    ...windows.flatMap((window, index) =>
      differs(nameOf(index, 'energyJ'), window.energyJ, powerW(window) * window.durationS),
    ),
  ];
}

function designPowerIn(windows: readonly Window[], loadIn: (window: Window) => number): number | null {
  const powersW = windows.flatMap((window) =>
    window.energyJ === null ? [] : [window.energyJ / window.durationS / designShare(loadIn(window))],
  );
  return powersW.length === 0 ? null : Math.max(...powersW);
}
