/** How long a run will take, in words. */
import type { ExpectedDuration } from '#core/protocol/expected-duration.ts';

/** E.g. `40 s`, `2 min 10 s`, `25 min`, `1 h 20 min`: coarser the longer it is. */
export function roughly(durationS: number): string {
  if (durationS < 60) return `${Math.round(durationS)} s`;
  if (durationS < 600) {
    const tens = Math.round(durationS / 10);
    const seconds = (tens % 6) * 10;
    return `${Math.floor(tens / 6)} min${seconds === 0 ? '' : ` ${seconds} s`}`;
  }
  const minutes = Math.round(durationS / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** The bounds in one sentence. */
export function durationText({ leastS, mostS }: ExpectedDuration): string {
  if (leastS < mostS) return `It takes at least ${roughly(leastS)}, and about ${roughly(mostS)} at most.`;
  return `It takes about ${roughly(mostS)}, or longer.`;
}

/** Said where too much is chosen for the time; null: it fits. */
export function tooMuchText(
  { roundsInTime, mostS }: ExpectedDuration,
  { minRounds, timeLimitSeconds }: { readonly minRounds: number; readonly timeLimitSeconds: number },
): string | null {
  if (mostS > timeLimitSeconds) {
    return `One round alone is longer than the time limit of ${roughly(timeLimitSeconds)}, so the run ends after it and has no intervals. Choose less, or a longer run.`;
  }
  if (roundsInTime >= minRounds) return null;
  const [rounds, then] =
    roundsInTime === 1
      ? ['1 round', 'which gives no intervals']
      : [`${roundsInTime} rounds`, 'so the intervals will be wide'];
  return `The time limit of ${roughly(timeLimitSeconds)} leaves room for ${rounds} of ${minRounds}, ${then}. Choose less, or a longer run.`;
}
