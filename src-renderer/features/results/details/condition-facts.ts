/** Under what conditions a row was measured, and what exactly ran, as names and values. */
import { duration, UNKNOWN } from '#core/format/figures.ts';
import { fixed, number } from '#core/format/number.ts';
import { targetName } from '#core/providers.ts';
import type { Row, RunRecord } from '#core/record/schema.ts';
import type { Fact } from '../../../state/fidelity-facts.ts';

export function conditionFacts(row: Row, record: RunRecord): Fact[] {
  const { plan, methodVersion, machine, meters } = record;
  const used = meters.filter(({ status }) => status === 'used');
  const covering = used.filter(({ domains }) => domains.some((domain) => row.domains.includes(domain)));
  return [
    ['Meter', meterText(row.tier === null ? [] : covering)],
    ['Scenario', scenarioText(plan)],
    ['Power source', powerText(row)],
    ['Temperature', temperatureText(row)],
    ['Window length', windowLengths(row)],
    ['Method, seed', `version ${methodVersion}, seed ${plan.seed}`],
    [
      'Machine',
      [machine.cpuModel ?? 'unknown processor', machine.osName, machine.osRelease]
        .filter((part) => part !== null)
        .join(', '),
    ],
  ];
}

export function configurationFacts(row: Row, { software }: RunRecord): Fact[] {
  const onOff = (is: boolean): string => (is ? 'on' : 'off');
  return [
    ['Model', row.model],
    ['Model file, SHA-256', row.modelSha256],
    ['File that ran, SHA-256', row.variantSha256 ?? UNKNOWN],
    ['Precision', row.precision],
    ['Provider', targetName(row)],
    ['Threads', String(row.threads)],
    ['Batch', String(row.batch)],
    ['Spinning threads', onOff(row.spinning)],
    ['Memory arena', onOff(row.arena)],
    ['Software', softwareText(software)],
  ];
}

function softwareText({ joulemark, onnxruntime, node, electron }: RunRecord['software']): string {
  const host = electron === null ? `Node ${node}` : `Electron ${electron}`;
  return `Joulemark ${joulemark}, ONNX Runtime ${onnxruntime}, ${host}`;
}

function meterText(meters: readonly RunRecord['meters'][number][]): string {
  if (meters.length === 0) return UNKNOWN;
  return meters.map((meter) => ('source' in meter ? `${meter.id} (${meter.source})` : meter.id)).join('; ');
}

function scenarioText({ scenario }: RunRecord['plan']): string {
  return scenario.kind === 'fixed-rate'
    ? `${number(scenario.ratePerS)} inferences a second`
    : 'back to back, one inference after the other';
}

/** Only what the windows tell: that it did not change is no word on what it was. */
function powerText({ windows }: Row): string {
  const count = windows.filter(({ flags }) => flags.includes('unplugged')).length;
  if (windows.length === 0) return UNKNOWN;
  return count === 0 ? 'did not change in any window' : `changed in ${count} of ${windows.length} windows`;
}

function temperatureText({ windows }: Row): string {
  const known = windows.flatMap(({ kind, temperatureC }) =>
    kind === 'measure' && temperatureC !== null ? [temperatureC] : [],
  );
  if (known.length === 0) return UNKNOWN;
  const [low, high] = [Math.round(Math.min(...known)), Math.round(Math.max(...known))];
  return low === high ? `${low} °C` : `${low} to ${high} °C`;
}

function windowLengths({ windows }: Row): string {
  const lengths = windows.flatMap(({ kind, durationS }) => (kind === 'measure' ? [durationS] : []));
  if (lengths.length === 0) return UNKNOWN;
  const [low, high] = [Math.min(...lengths), Math.max(...lengths)];
  const text = (s: number): string => (s < 10 ? `${fixed(s, 1)} s` : duration(s));
  return text(low) === text(high) ? text(low) : `${text(low)} to ${text(high)}`;
}
