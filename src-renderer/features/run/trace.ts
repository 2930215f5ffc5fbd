/** Power and temperature over a run's time, from the windows that are over: those of the record and those since. */
import { configurationKey, type Configuration } from '#core/configuration.ts';
import type { LiveWindow } from '#core/events.ts';
import { domainsText } from '#core/ranking/group.ts';
import type { Row, RunRecord, WindowFlag } from '#core/record/schema.ts';

/** What read the power of some windows. */
export interface TraceSource {
  /** E.g. `package (counter)`. */
  readonly name: string;
  readonly isEstimate: boolean;
}

export interface TraceWindow {
  readonly round: number;
  /** From the run's start, s. */
  readonly fromS: number;
  readonly toS: number;
  /** null: idle. */
  readonly configuration: Configuration | null;
  /** Index into the sources; null: no meter read it. */
  readonly source: number | null;
  /** Mean over the window, W; null where it could not be read. */
  readonly powerW: number | null;
  /** Logical processors that the worker kept busy, on average. */
  readonly busyCpus: number;
  /** At its end, °C. */
  readonly temperatureC: number | null;
  readonly flags: readonly WindowFlag[];
}

export interface Trace {
  /** Empty: no meter reads what runs. */
  readonly sources: readonly TraceSource[];
  /** In order of time. */
  readonly windows: readonly TraceWindow[];
}

/** A window that is in the record and among the later ones counts once. */
export function traceOf(record: RunRecord | null, later: readonly LiveWindow[]): Trace {
  const sources: TraceSource[] = [];
  const windows = new Map<string, TraceWindow>();
  for (const live of [...(record?.rows ?? []).flatMap(liveOf), ...later]) {
    const source = sourceOf(live, sources);
    const { window, configuration } = live;
    const of = configuration === null ? 'idle' : configurationKey(configuration);
    windows.set(`${source} ${of} ${window.startS}`, {
      round: window.round,
      fromS: window.startS,
      toS: window.startS + window.durationS,
      configuration,
      source,
      powerW: window.energyJ === null ? null : window.energyJ / window.durationS,
      busyCpus: window.cpuSeconds / window.durationS,
      temperatureC: window.temperatureC,
      flags: window.flags,
    });
  }
  return { sources, windows: [...windows.values()].sort((a, b) => a.fromS - b.fromS) };
}

/** Each row repeats the idle windows of its meter. */
const liveOf = (row: Row): LiveWindow[] =>
  row.windows.map((window) => ({
    window,
    configuration: window.kind === 'idle' ? null : row,
    tier: row.tier,
    domains: row.domains,
  }));

/** Index of what read it; made where it is not known yet. */
function sourceOf(live: LiveWindow, sources: TraceSource[]): number | null {
  const { tier } = live;
  if (tier === null) return null;
  const isEstimate = tier === 'estimate';
  const name = `${domainsText(live)} (${isEstimate ? 'estimate' : tier})`;
  const known = sources.findIndex((source) => source.name === name);
  return known >= 0 ? known : sources.push({ name, isEstimate }) - 1;
}
