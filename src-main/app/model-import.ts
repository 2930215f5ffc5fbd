/** A model is taken in by a process of its own: it is run once, and may take the process with it. */
import { Fault } from '#core/errors.ts';
import type { ImportReport } from '#core/imported.ts';
import type { Places } from '#runner/places.ts';
import type { StartBench } from './bench.ts';

/** Rejects with the `Fault` of the import; then nothing is kept. */
export function importThrough(startBench: StartBench, places: Places, file: string): Promise<ImportReport> {
  return new Promise((resolve, reject) => {
    const bench = startBench(
      { kind: 'import', places, file },
      {
        onMessage: (message) => {
          if (message.kind === 'imported') resolve(message.report);
          if (message.kind === 'failed') reject(Fault.fromWire(message.fault));
          bench.kill();
        },
        onExit: (reason) =>
          reject(
            new Fault('worker-died', `The process that tries the model ended (${reason}).`, {
              remedy: 'Nothing was kept. Watch the free memory, and try a smaller model.',
            }),
          ),
      },
    );
  });
}

/** Throws `run-in-progress`: what it takes would disturb the measurement. */
export function refuseWhileRunning(running: boolean): void {
  if (running) throw new Fault('run-in-progress', 'A benchmark is running; models wait until it has ended.');
}
