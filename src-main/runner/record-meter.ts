/** Records one of this machine's meters as a trace. */
import { Fault } from '#core/errors.ts';
import type { Meter, StopSignal } from '#core/ports.ts';
import { nearest } from '#core/nearest.ts';
import { TIERS } from '#core/provenance.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { recordTrace } from '#meters/record-trace.ts';
import { checkTextFile, writeTextFile } from '#store/text-file.ts';
import type { Places } from './places.ts';
import { closeMeters, lookAround } from './surroundings.ts';

export interface RecordMeterOptions {
  readonly places: Places;
  /** null: the most trusted one. */
  readonly meterId: string | null;
  readonly durationS: number;
  readonly file: string;
  readonly signal: StopSignal;
}

/** Returns a sentence that says what was recorded. Rejects with a `Fault`, before time is spent where it can. */
export async function recordMeter(options: RecordMeterOptions): Promise<string> {
  const { places, meterId, durationS, file, signal } = options;
  await checkTextFile(file);
  const { meters } = await lookAround(places, null);
  try {
    const meter = chosen(meters, meterId);
    const trace = await recordTrace(meter, durationS, monotonicClock, signal);
    await writeTextFile(file, `${JSON.stringify(trace)}\n`);
    return `Recorded ${trace.samples.length} samples of ${meter.info.id} to ${file}.`;
  } finally {
    await closeMeters(meters);
  }
}

function chosen(meters: readonly Meter[], id: string | null): Meter {
  const recordable = meters.filter(({ kind }) => kind !== 'estimate');
  const ids = recordable.map(({ info }) => info.id);
  if (id !== null && !ids.includes(id)) {
    const hint = nearest(id, ids);
    const valid = ids.length === 0 ? 'none here' : ids.join(', ');
    throw new Fault(
      'wrong-usage',
      `There is no meter "${id}" to record.${hint === null ? '' : ` Did you mean "${hint}"?`} Meters: ${valid}.`,
    );
  }
  const [best] = recordable
    .filter(({ info }) => id === null || info.id === id)
    .sort((a, b) => TIERS.indexOf(a.info.tier) - TIERS.indexOf(b.info.tier));
  if (best === undefined) {
    throw new Fault('meter-missing', 'This machine has no meter that could be recorded.', {
      remedy: 'See "joulemark meters" for why, and how to mend it.',
    });
  }
  return best;
}
