/** What the run is doing, in words. */
import type { Progress } from '#core/events.ts';

const PHASES: Record<Progress['phase'], string> = {
  preparing: 'Loading and checking',
  'warming-up': 'Warming up',
  idle: 'Measuring the idle power',
  measuring: 'Measuring',
  saving: 'Saving the round',
};

export function phaseText(progress: Progress | null): string {
  return progress === null ? 'Starting the measuring process' : PHASES[progress.phase];
}
