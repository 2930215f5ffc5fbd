/** Entry of the process that reads leaderboards, so that a long one holds up nothing else. */
import { toWireFault } from '#core/errors.ts';
import type { FromBoard, ToBoard } from './board-messages.ts';
import { BoardWork } from './board-work.ts';

// Ctrl-C in a terminal reaches every process of it; main is the one that leaves, and ends us.
process.on('SIGINT', () => undefined);

const parent = process.parentPort;
const say = (message: FromBoard): void => parent.postMessage(message);
const work = new BoardWork(process.env, (lines) => say({ kind: 'progress', lines }));

parent.on('message', ({ data }) => {
  work.do(data as ToBoard).then(
    (answer) => say({ kind: 'done', answer }),
    (error: unknown) => say({ kind: 'failed', fault: toWireFault(error) }),
  );
});
