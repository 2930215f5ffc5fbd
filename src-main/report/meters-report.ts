/** The meters of a machine: what each covers and shows, or why not and how to mend it. */
import type { MeterStatus } from '#core/record/schema.ts';
import { terminalTable, wrap } from './terminal.ts';

/** `width`: columns of the terminal; null: as wide as it gets. */
export function metersText(meters: readonly MeterStatus[], synthetic: boolean, width: number | null): string {
  const table = terminalTable(
    [
      { head: 'meter', align: 'left' },
      { head: 'tier', align: 'left' },
      { head: 'covers', align: 'left' },
      { head: 'status', align: 'left' },
      { head: 'now', align: 'right' },
      { head: 'period', align: 'right' },
      { head: 'step', align: 'right' },
    ],
    meters.map(cellsOf),
  );
  const parts = [table, ...meters.map((meter) => detailsOf(meter, width)), tierSentence(meters)];
  if (synthetic) parts.unshift('SYNTHETIC: not the meters of this machine; nothing of it can be submitted.');
  return `${parts.join('\n\n')}\n`;
}

function cellsOf(meter: MeterStatus): string[] {
  const domains = meter.domains.join(', ');
  if (meter.status === 'unavailable') return [meter.id, meter.tier, domains, 'unavailable', '', '', ''];
  const { updatePeriodS, resolutionJ } = meter;
  return [
    meter.id,
    meter.tier,
    domains,
    meter.status,
    meter.lastReading ?? '',
    updatePeriodS === null ? '' : `${significant(updatePeriodS * 1000)} ms`,
    resolutionJ === null ? '' : `${significant(resolutionJ * 1000)} mJ`,
  ];
}

const significant = (value: number): string => String(Number(value.toPrecision(2)));

function detailsOf(meter: MeterStatus, width: number | null): string {
  if (meter.status !== 'unavailable') return wrap(`${meter.id}: ${meter.source}`, width, '  ');
  const why = wrap(`${meter.id}: ${meter.fault.message}. ${meter.fault.remedy}`, width, '  ');
  if (meter.fix === null) return why;
  // Commands are shown as they are: a wrapped line could not be copied.
  const commands = meter.fix.trimEnd().split('\n');
  return `${why}\n  To mend it:\n${commands.map((line) => `    ${line}`).join('\n')}`;
}

function tierSentence(meters: readonly MeterStatus[]): string {
  const usable = meters.filter((meter) => meter.status !== 'unavailable');
  const best = usable.find(({ tier }) => tier !== 'estimate');
  return best === undefined
    ? 'Results of this machine are estimates from processor time: no power meter can be read.'
    : `Results of this machine are measured: ${usable
        .filter(({ tier }) => tier !== 'estimate')
        .map(({ id, tier }) => `${id} (${tier})`)
        .join(', ')}.`;
}
