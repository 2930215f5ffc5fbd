/** Whether energies are such as a meter of that kind shows of such a machine. */
import type { Domain } from '../../../provenance.ts';
import type { Window } from '../../../record/schema.ts';
import type { Submission } from '../../schema.ts';
import { figure } from '../compare.ts';
import { mostPowerW } from '../envelope.ts';

export function powerDoubts(submission: Submission): string[] {
  return submission.windows.flatMap((window, index) =>
    partsOf(window).flatMap(([domain, energyJ]) => {
      const name = `windows[${index}] ${domain}`;
      const powerW = energyJ / window.durationS;
      const mostW = mostPowerW(domain, submission);
      if (energyJ < 0) return [`${name}: ${figure(energyJ)} J; what was drawn is never below 0`];
      if (powerW <= mostW) return [];
      return [`${name}: ${figure(powerW)} W, and such a machine draws at most ${figure(mostW)} W`];
    }),
  );
}

const partsOf = ({ energyByDomain }: Window): [Domain, number][] =>
  Object.entries(energyByDomain) as [Domain, number][];

/** Contain the rest of the machine, or of the processor: nothing is added to them. */
const ALONE: readonly Domain[] = ['soc', 'psys', 'battery', 'wall'];
const WITHIN_PACKAGE: readonly Domain[] = ['core', 'uncore'];

/** Overlapping domains are never added, and a meter sums only what it reports. */
export function domainDoubts({ meter, windows }: Submission): string[] {
  const { summed, domains } = meter;
  const doubts: string[] = [];
  if (new Set(summed).size < summed.length) doubts.push('the meter sums a domain twice');
  if (new Set(domains).size < domains.length) doubts.push('the meter reports a domain twice');
  const missing = summed.filter((domain) => !domains.includes(domain));
  if (missing.length > 0) doubts.push(`the meter sums ${missing.join(' + ')}, which it does not report`);
  const hasOverlap =
    (summed.length > 1 && summed.some((domain) => ALONE.includes(domain))) ||
    (summed.includes('package') && summed.some((domain) => WITHIN_PACKAGE.includes(domain)));
  if (hasOverlap) doubts.push(`the meter sums ${summed.join(' + ')}, of which one contains another`);
  const foreign = windows.flatMap((window) => partsOf(window).map(([domain]) => domain));
  const [first] = foreign.filter((domain) => !domains.includes(domain));
  if (first !== undefined) doubts.push(`a window has energy of ${first}, which the meter does not report`);
  return doubts;
}
