/** A model is taken in by a process of its own: it is run once, and may take the process with it. */
import { Fault } from '#core/errors.ts';
import type { ImportReport } from '#core/imported.ts';
import type { Places } from '#runner/places.ts';
import type { StartBench } from './bench.ts';
import { oneJob } from './one-job.ts';

/** Rejects with the `Fault` of the import; then nothing is kept. */
export async function importThrough(
  startBench: StartBench,
  places: Places,
  file: string,
): Promise<ImportReport> {
  const { report } = await oneJob(
    startBench,
    { kind: 'import', places, file },
    'imported',
    (reason) =>
      new Fault('worker-died', `The process that tries the model ended (${reason}).`, {
        remedy: 'Nothing was kept. Watch the free memory, and try a smaller model.',
      }),
  );
  return report;
}
