/** A bar on a terminal, drawn between windows. */
import { SingleBar } from 'cli-progress';
import type { Progress } from '#core/events.ts';
import { plain } from '#report/terminal.ts';
import type { Output } from '../context.ts';
import { stepInWords, timeLeftInWords, type ProgressView } from './progress-view.ts';

const STEPS = 1000;

export function progressBar(output: Output): ProgressView {
  let bar: SingleBar | null = null;
  let last: Progress | null = null;

  const draw = (progress: Progress) => {
    const value = Math.round(progress.doneRatio * STEPS);
    const payload = { step: plain(stepInWords(progress)), left: timeLeftInWords(progress) };
    if (bar === null) {
      bar = new SingleBar({
        stream: output,
        format: '{bar} {percentage} % | {left} | {step}',
        barsize: 20,
        barCompleteChar: '#',
        barIncompleteChar: '.',
        clearOnComplete: true,
        // It is drawn below, between windows; its own timer, which would wake the processor in them, has
        // nothing to do and comes by seldom.
        fps: 0.1,
        synchronousUpdate: false,
      });
      bar.start(STEPS, value, payload);
    } else {
      bar.update(value, payload);
      bar.render();
    }
  };
  const clear = () => {
    bar?.stop();
    bar = null;
  };
  return {
    show(progress) {
      last = progress;
      draw(progress);
    },
    say(text) {
      clear();
      output.write(`${plain(text)}\n`);
      if (last !== null) draw(last);
    },
    end() {
      clear();
      last = null;
    },
  };
}
