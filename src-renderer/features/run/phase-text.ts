/** What the run is doing, in words. */
import type { Progress } from '#core/events.ts';

const PHASES: Record<Progress['phase'], string> = {
  preparing: 'Loading and checking',
  'warming-up': 'Warming up',
  idle: 'Measuring the idle power',
  measuring: 'Measuring',
  saving: 'Saving the round',
  paused: 'Paused',
};

export function phaseText(progress: Progress | null): string {
  return progress === null ? 'Starting the measuring process' : PHASES[progress.phase];
}

/** People count rounds from 1, the engine from 0; models are loaded and warmed up before all of them. */
export function roundText(progress: Progress | null): string {
  const before = progress === null || progress.phase === 'preparing' || progress.phase === 'warming-up';
  return before ? 'Before the first round' : `Round ${progress.round + 1}`;
}
