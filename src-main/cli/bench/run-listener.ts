/** What a run tells, in the terminal. */
import type { WireFault } from '#core/errors.ts';
import type { RunListener } from '#core/events.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { configurationInWords, type ProgressView } from './progress-view.ts';

export function runListener(view: ProgressView, onRecord: (record: RunRecord) => void): RunListener {
  return (event) => {
    switch (event.kind) {
      case 'started':
        for (const line of startInWords(event.record)) view.say(line);
        break;
      case 'progress':
        view.show(event.progress);
        break;
      case 'configuration-failed': {
        const { message, remedy } = event.fault;
        view.say(`${configurationInWords(event.configuration)} failed: ${message}. ${remedy}`);
        break;
      }
      case 'notice':
        view.say(`Note: ${event.text}`);
        break;
      case 'saving':
        view.say(savingInWords(event.fault));
        break;
      // The terminal shows rounds.
      case 'window':
        break;
      case 'round-finished':
        onRecord(event.record);
        break;
      case 'finished':
        onRecord(event.record);
        view.end();
        break;
    }
  };
}

function savingInWords(fault: WireFault | null): string {
  if (fault === null) return 'The record is saved now.';
  return `The record could not be saved: ${fault.message}. ${fault.remedy} It is tried again after each round.`;
}

function startInWords({ rows, meters, synthetic }: RunRecord): string[] {
  const used = meters.flatMap((meter) => {
    if (meter.status !== 'used') return [];
    return meter.tier === 'estimate' ? 'an estimate from processor time' : `${meter.id} (${meter.tier})`;
  });
  // What measures follows from what the sessions run on: a run that begins does not know it yet.
  const energy = used.length === 0 ? '' : `; energy by ${used.join(', ')}`;
  const count = rows.length === 1 ? '1 configuration' : `${rows.length} configurations`;
  const warning =
    'SYNTHETIC: the energy is read from a replaced sysfs root; nothing of this run can be submitted.';
  return [`Measuring ${count}${energy}.`, ...(synthetic ? [warning] : [])];
}
