/** What of each window follows from other fields of it, of its neighbours and of the meter. */
import { idlePoints, idlePowerOf } from '../../../energy/idle.ts';
import type { Window } from '../../../record/schema.ts';
import type { Submission } from '../../schema.ts';
import { differs } from '../compare.ts';

/** E.g. `windows[3].energyJ`, numbered from 0 as in the line. */
export const nameOf = (index: number, field: string): string => `windows[${index}].${field}`;

export function windowFaults({ windows, meter, domains }: Submission): string[] {
  const points = idlePoints(windows);
  return [
    ...differingDomains(domains, meter.summed, 'domains'),
    ...windows.flatMap((window, index) => [
      ...differs(
        nameOf(index, 'idlePowerW'),
        window.idlePowerW,
        idlePowerFrom(window, points),
        scaleOf(points),
      ),
      ...differs(nameOf(index, 'energyJ'), window.energyJ, summedJ(window, meter.summed)),
    ]),
  ];
}

type Points = ReturnType<typeof idlePoints>;

function idlePowerFrom(window: Window, points: Points): number | null {
  if (window.kind === 'measure') return idlePowerOf(points, window);
  return window.energyJ === null ? null : window.energyJ / window.durationS;
}

const scaleOf = (points: Points): number => Math.max(0, ...points.map(({ powerW }) => Math.abs(powerW)));

/** Where the meter could not be read, there is no sum to compare, whatever single domains it still told. */
function summedJ({ energyJ, energyByDomain }: Window, summed: Submission['meter']['summed']): number | null {
  if (energyJ === null) return null;
  return summed.reduce<number | null>((sum, domain) => {
    const each = energyByDomain[domain];
    return sum === null || each === undefined ? null : sum + each;
  }, 0);
}

function differingDomains(stated: readonly string[], summed: readonly string[], name: string): string[] {
  const isSame = stated.length === summed.length && stated.every((domain, index) => domain === summed[index]);
  return isSame ? [] : [`${name} is ${stated.join(' + ')}, but the meter sums ${summed.join(' + ')}`];
}
