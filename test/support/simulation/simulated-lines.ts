/** The lines that a simulated run would submit if it were a real one. */
import { submissionsOf, type SubmissionEntry } from '#core/leaderboard/submission.ts';
import type { Meter } from '#core/ports.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { seededRandom } from '#core/stats/random.ts';
import { raplLike, simulate, type SimulationOptions } from './simulated-run.ts';

/** Of a timer, at most: without it windows repeat to the last bit, which real ones never do. */
const LATE_S = 5e-6;

/** Empty for a run of which nothing may be submitted. `words`: see `privateWords`. */
export async function simulatedLines(
  options: SimulationOptions,
  words: readonly string[] = [],
): Promise<readonly SubmissionEntry[]> {
  let meters: readonly Meter[] = [];
  const random = seededRandom(options.seed ?? 1);
  const { record } = await simulate({
    lateS: () => LATE_S * random(),
    ...options,
    meters: (machine) => {
      const made = (options.meters ?? raplLike)(machine);
      meters = made;
      return made;
    },
  });
  return linesAsIfReal(record, meters, words);
}

/** The record need not say what its meters are. */
function linesAsIfReal(
  record: RunRecord,
  meters: readonly Meter[],
  words: readonly string[],
): readonly SubmissionEntry[] {
  const used = meters.map(({ info }) => {
    const { deviceName = null } = info;
    return {
      ...info,
      deviceName,
      domains: [...info.domains],
      summed: [...info.summed],
      status: 'used' as const,
      lastReading: null,
    };
  });
  return submissionsOf({ ...record, synthetic: false, meters: used }, null, words).entries;
}
