/** The traces in words and as what a chart draws. */
import type { Configuration } from '#core/configuration.ts';
import { watts } from '#core/format/figures.ts';
import { fixed } from '#core/format/number.ts';
import { targetName } from '#core/providers.ts';
import type { TraceBand, TraceData, TraceLine } from '../../components/live-chart.ts';
import type { Trace, TraceWindow } from './trace.ts';

/** Windows that do not count are marked. */
export const bandsOf = ({ windows }: Trace): TraceBand[] =>
  windows.map(({ fromS, toS, configuration, flags }) => ({
    fromS,
    toS,
    kind: configuration === null ? 'idle' : 'measure',
    isMarked: flags.length > 0,
  }));

/** A level stroke over each window: its mean, by what read it; the processors that were busy where no meter is. */
export function powerData(trace: Trace): TraceData {
  const level = (valueOf: (window: TraceWindow) => number | null): TraceLine['strokes'] =>
    trace.windows.flatMap((window) => {
      const value = valueOf(window);
      return value === null ? [] : [[[window.fromS, value] as const, [window.toS, value] as const]];
    });
  const metered = trace.sources.map(({ isEstimate }, index) => ({
    isDashed: isEstimate,
    strokes: level(({ source, powerW }) => (source === index ? powerW : null)),
  }));
  const busy = { isDashed: true, strokes: level(({ busyCpus }) => busyCpus) };
  return { bands: bandsOf(trace), lines: metered.length > 0 ? metered : [busy], fromZero: true };
}

/** One line through the ends of the windows; null: no temperature can be read. */
export function temperatureData(trace: Trace): TraceData | null {
  const points = trace.windows
    .flatMap(({ toS, temperatureC }) => (temperatureC === null ? [] : [[toS, temperatureC] as const]))
    .sort(([a], [b]) => a - b);
  if (points.length === 0) return null;
  return { bands: bandsOf(trace), lines: [{ isDashed: false, strokes: [points] }], fromZero: false };
}

export const celsius = (temperatureC: number | null): string =>
  temperatureC === null ? 'not known' : `${Math.round(temperatureC)} °C`;

/** What the power chart is of. */
export function powerTitle({ sources }: Trace): string {
  if (sources.length === 0) return 'Busy processors';
  return sources.every(({ isEstimate }) => isEstimate) ? 'Power, W (estimate)' : 'Power, W';
}

const busyText = (busyCpus: number): string => `${fixed(busyCpus, 1)} processors busy`;

/** The last window that was measured and the last idle one; null before the first of any. */
export function lastText(trace: Trace, titleOf: (model: string) => string): string | null {
  const measured = trace.windows.findLast(({ configuration }) => configuration !== null);
  const idle = trace.windows.findLast(({ configuration }) => configuration === null);
  const texts = [
    measured && `Last window, ${nameOf(measured, titleOf)}: ${amountText(trace, measured)}.`,
    idle && `Idle: ${amountText(trace, idle)}.`,
  ].filter((text) => text !== undefined);
  return texts.length === 0 ? null : texts.join(' ');
}

function amountText(
  { sources }: Trace,
  { source, powerW, busyCpus, temperatureC, flags }: TraceWindow,
): string {
  const from = source === null ? undefined : sources[source];
  const amount = from === undefined ? busyText(busyCpus) : `${watts(powerW)}, ${from.name}`;
  const heat = temperatureC === null ? '' : `, ${celsius(temperatureC)}`;
  return `${amount}${heat}${flags.length === 0 ? '' : `; ${flags.join(', ')}, does not count`}`;
}

/** E.g. `Silero VAD, int8-dynamic on cpu`. */
export function nameOf({ configuration }: TraceWindow, titleOf: (model: string) => string): string {
  return configuration === null ? 'idle' : configurationText(configuration, titleOf);
}

function configurationText(configuration: Configuration, titleOf: (model: string) => string): string {
  return `${titleOf(configuration.model)}, ${configuration.precision} on ${targetName(configuration)}`;
}
