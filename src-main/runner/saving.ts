/** The record of a run, in the history after each round. */
import { Fault, type WireFault } from '#core/errors.ts';
import type { RunEvent, RunListener } from '#core/events.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { saveRecord } from '#store/history.ts';

/**
 * Saves the record before the listener hears of it. A disk that is full must not end a run whose
 * figures are good: it is said, and the next round tries again.
 */
export function saving(listener: RunListener, historyDir: string): RunListener {
  let told: string | null = null;
  return async (event: RunEvent) => {
    if (event.kind === 'round-finished' || event.kind === 'finished') {
      const fault = await faultOfSaving(historyDir, event.record);
      const message = fault?.message ?? null;
      if (message !== told) await listener({ kind: 'saving', fault });
      told = message;
    }
    await listener(event);
  };
}

/** Why the record could not be saved; null: it is. */
export async function faultOfSaving(historyDir: string, record: RunRecord): Promise<WireFault | null> {
  try {
    await saveRecord(historyDir, record);
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.toWire();
    throw error;
  }
}
