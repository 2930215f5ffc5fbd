/** A point of the plot in words: the same in its title and in the list of the frontier. */
import { millijouleInterval, millijoules, milliseconds } from '#core/format/figures.ts';
import type { BoardEntry } from '#core/leaderboard/rank.ts';
import { placedText } from '../placed-columns.ts';
import { inert } from '../html/html.ts';
import type { Point } from './pareto.ts';

/** `int8-static, cuda, 1 thread`. */
export function configurationText({ submission }: BoardEntry): string {
  const { configuration } = submission;
  const threads = configuration.threads === 1 ? '1 thread' : `${configuration.threads} threads`;
  return [configuration.precision, placedText({ ...submission, ...configuration }), threads].join(', ');
}

export function deviceText({ submission }: BoardEntry): string {
  const { device, configuration, adapter } = submission;
  const processor = device.cpuModel ?? 'unknown processor';
  const other = configuration.device === 'cpu' ? null : (adapter?.name ?? null);
  return other === null ? processor : `${processor} with ${other}`;
}

/** `12.3 mJ net, 4.56 ms`. */
export function figuresText({ entry: { submission } }: Point): string {
  const { netJ, latencyMs } = submission.results;
  return `${millijoules(netJ)} mJ net, ${milliseconds(latencyMs.median)} ms`;
}

/** One line of plain text for a title: nothing but text can stand there, so the names are set apart by signs. */
export function pointText(point: Point): string {
  const { entry } = point;
  const interval = millijouleInterval(entry.submission.results.ci95);
  const apart = (text: string) => `\u2068${inert(text)}\u2069`;
  const degraded = entry.degraded ? ', degraded' : '';
  return `${entry.rank}. ${apart(deviceText(entry))}: ${apart(configurationText(entry))}; ${figuresText(point)} (${interval} mJ)${degraded}`;
}
