/** What a plug tells of one of its outlets. Whatever it does not tell is null. */
export interface Outlet {
  /** As the plug names it, e.g. `switch:0`. */
  readonly id: string;
  /** Now, by its display: small loads may show as 0. */
  readonly powerW: number | null;
  /** Whether its relay is closed; null: it has none, or does not tell. */
  readonly on: boolean | null;
  /** Since the plug was reset. */
  readonly energyTotalWh: number | null;
  /** Mean of the last full minute, from its counter: better than the display for small loads. */
  readonly lastMinuteW: number | null;
  readonly energyTodayWh: number | null;
  readonly energyYesterdayWh: number | null;
  readonly energyMonthWh: number | null;
  /** Fed back into the mains. */
  readonly energyReturnedWh: number | null;
  readonly voltageV: number | null;
  readonly currentA: number | null;
  readonly powerFactor: number | null;
  readonly frequencyHz: number | null;
  readonly apparentVa: number | null;
  readonly reactiveVar: number | null;
  /** Of the plug itself. */
  readonly temperatureC: number | null;
  /** Of a three-phase meter, by phase; empty for others. */
  readonly phases: Readonly<Record<string, Phase>>;
}

export interface Phase {
  readonly powerW: number | null;
  readonly voltageV: number | null;
  readonly currentA: number | null;
  readonly powerFactor: number | null;
}

const SILENT = {
  powerW: null,
  on: null,
  energyTotalWh: null,
  lastMinuteW: null,
  energyTodayWh: null,
  energyYesterdayWh: null,
  energyMonthWh: null,
  energyReturnedWh: null,
  voltageV: null,
  currentA: null,
  powerFactor: null,
  frequencyHz: null,
  apparentVa: null,
  reactiveVar: null,
  temperatureC: null,
  phases: {},
};

export function outlet(id: string, told: Partial<Outlet>): Outlet {
  return { ...SILENT, ...told, id };
}
