/** A few lines for a log or a pipe: one a preparation and one a round. */
import { plain } from '#report/terminal.ts';
import type { Output } from '../context.ts';
import { roundInWords, stepInWords, timeLeftInWords, type ProgressView } from './progress-view.ts';

export function progressLines(output: Output): ProgressView {
  let round = -1;
  const say = (text: string) => {
    output.write(`${plain(text)}\n`);
  };
  return {
    show(progress) {
      if (progress.phase === 'preparing') say(stepInWords(progress));
      if (progress.phase === 'measuring' && progress.round > round) {
        round = progress.round;
        say(`${roundInWords(round)}, ${timeLeftInWords(progress)}`);
      }
    },
    say,
    end: () => undefined,
  };
}
