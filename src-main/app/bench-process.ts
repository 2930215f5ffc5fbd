/** Entry of the measuring process: takes one job from main, reports, and is ended by main. */
import { toWireFault } from '#core/errors.ts';
import { importModel, inspectModel } from '#runner/models.ts';
import { PauseSwitch } from '#core/pause.ts';
import { runBenchmark } from '#runner/benchmark.ts';
import { describeSuite } from '#runner/suite.ts';
import { tabulateVariants } from '#runner/variants.ts';
import { isJob, type BenchJob, type JobMessage, type ToBench } from './bench-messages.ts';
import { ScreenLink } from './screen-link.ts';
import { WorkerLink } from './worker-link.ts';

// Ctrl-C in a terminal reaches every process of it; main is the one that leaves, and asks us to stop.
process.on('SIGINT', () => undefined);

const parent = process.parentPort;
const link = new WorkerLink(parent);
const screen = new ScreenLink((message) => parent.postMessage(message));
const cancellation = new AbortController();
const pause = new PauseSwitch();

const say = (message: JobMessage): void => parent.postMessage(message);

async function work(job: BenchJob): Promise<JobMessage> {
  if (job.kind === 'inspect') return { kind: 'inspected', model: await inspectModel(job.file) };
  if (job.kind === 'import') {
    const { places, file, wishes } = job;
    const report = await importModel({
      ...wishes,
      file,
      places,
      launch: link.launchers.native,
      say: (text) => say({ kind: 'step', text }),
    });
    return { kind: 'imported', report };
  }
  if (job.kind === 'variants') {
    await tabulateVariants({
      ...job.request,
      places: job.places,
      launch: link.launchers.native,
      onStep: (step) => say({ kind: 'variants-step', step }),
      onTable: (table) => say({ kind: 'variants-table', table }),
      signal: cancellation.signal,
    });
    return { kind: 'variants-made' };
  }
  const { places, electron } = job;
  if (job.kind === 'describe') {
    const { launchers } = link;
    const trials = { launchers, runtimes: ['native', 'web'], signal: cancellation.signal } as const;
    return { kind: 'suite', suite: await describeSuite(places, electron, trials) };
  }
  const record = await runBenchmark({
    request: job.request,
    places,
    launchers: link.launchers,
    electron,
    screen,
    pause,
    listener: (event) => {
      // `done` says it, when the record is on the disk.
      if (event.kind !== 'finished') say({ kind: 'event', event });
    },
    signal: cancellation.signal,
  });
  return { kind: 'done', record };
}

parent.on('message', ({ data, ports }) => {
  const message = data as ToBench;
  if (isJob(message)) {
    work(message).then(say, (error: unknown) => say({ kind: 'failed', fault: toWireFault(error) }));
  } else if (message.kind === 'cancel') cancellation.abort();
  else if (message.kind === 'pause') pause.pause();
  else if (message.kind === 'resume') pause.resume();
  else if (message.kind === 'screen-is') screen.receive();
  else link.receive(message, ports);
});
