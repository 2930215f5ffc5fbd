/** Whether one window stands for several: a good one that is counted twice makes an interval narrow. */
import type { Submission } from '../../schema.ts';

/**
 * Clocks tell nanoseconds, or a tenth of a microsecond at worst, and back to back an edge cuts an inference at any
 * place: no two windows of a run have the same length, work and energy. At a fixed rate, and idle, they may.
 */
export function repeatedDoubts({ windows, scenario }: Submission): string[] {
  if (scenario.kind !== 'back-to-back') return [];
  const seen = new Map<string, number>();
  return windows.flatMap(({ kind, durationS, inferences, energyJ, cpuSeconds }, index) => {
    if (kind !== 'measure' || energyJ === null) return [];
    const numbers = JSON.stringify([durationS, inferences, energyJ, cpuSeconds]);
    const first = seen.get(numbers);
    if (first === undefined) seen.set(numbers, index);
    return first === undefined ? [] : [`windows[${index}] has the very numbers of windows[${first}]`];
  });
}
