/** Showing how a run goes on. */
import type { Configuration } from '#core/configuration.ts';
import type { Progress } from '#core/events.ts';
import { duration } from '#core/format/figures.ts';
import { targetName } from '#core/providers.ts';

export interface ProgressView {
  show(progress: Progress): void;
  /** A line of its own that stays. */
  say(text: string): void;
  /** Takes away what does not stay. Safe to call again. */
  end(): void;
}

const PHASES: Record<Progress['phase'], string> = {
  preparing: 'preparing',
  'warming-up': 'warming up',
  idle: 'measuring idle power',
  measuring: 'measuring',
  saving: 'saving',
  paused: 'paused',
};

/** E.g. `round 2: measuring silero-vad int8-dynamic cpu`. */
export function stepInWords({ phase, round, current }: Progress): string {
  const what = current === null ? PHASES[phase] : `${PHASES[phase]} ${configurationInWords(current)}`;
  return phase === 'measuring' ? `${roundInWords(round)}: ${what}` : what;
}

/** E.g. `silero-vad fp32 webnn:npu`, `silero-vad fp32 cpu no-spinning`. */
export function configurationInWords(configuration: Configuration): string {
  const { model, precision, spinning, arena } = configuration;
  const settings = `${spinning ? '' : ' no-spinning'}${arena ? '' : ' no-arena'}`;
  return `${model} ${precision} ${targetName(configuration)}${settings}`;
}

/** Rounds count from 0 in the record, from 1 for people. */
export function roundInWords(round: number): string {
  return `round ${round + 1}`;
}

export function timeLeftInWords({ timeLeftS }: Progress): string {
  return timeLeftS === null ? 'time left not known yet' : `${duration(timeLeftS)} left`;
}
