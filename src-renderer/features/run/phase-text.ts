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
  if (progress === null || progress.phase === 'preparing') return 'Before the first round';
  const isBetween = progress.phase === 'warming-up' || progress.phase === 'paused';
  if (!isBetween) return `Round ${progress.round + 1}`;
  return progress.round === 0 ? 'Before the first round' : `Before round ${progress.round + 1}`;
}

/** E.g. `, window 3 of 8`; empty where no window is measured. */
export function windowText(progress: Progress | null): string {
  const window = progress?.window ?? null;
  if (window === null) return '';
  return `, ${window.isRepeat ? 'repeated window' : 'window'} ${window.number} of ${window.of}`;
}
