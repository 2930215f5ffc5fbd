/** Lines that NVIDIA's `tegrastats` prints on Jetson boards, in the layouts of all of them. Pure. */

export interface TegrastatsLine {
  readonly rails: ReadonlyMap<string, Rail>;
  readonly temperatures: ReadonlyMap<string, Temperature>;
}

export interface Rail {
  readonly nowW: number;
  /** Since tegrastats was started. */
  readonly averageW: number;
}

export interface Temperature {
  /** As printed, °C. */
  readonly shownC: number;
  /** The same; null where it is the board's way of saying that it knows none. */
  readonly believedC: number | null;
}

/** `VDD_IN 5297/5297` (TX2), `VDD_IN 12479mW/12479mW` (Orin). Memory is `RAM 6185/7620MB`. */
const RAIL = /(?<=^|\s)([A-Za-z]\w*) (\d+)(?:mW)?\/(\d+)(?:mW)?(?=\s|$)/g;
/** `cpu@53.968C`, `PMIC@50C`, `CPU@-256C`. Clocks are `44%@1421`. */
const TEMPERATURE = /(?<=^|\s)([A-Za-z][\w-]*)@(-?\d+(?:\.\d+)?)C(?=\s|$)/g;

/** A sensor that is switched off shows −256 or −45 °C, the power chip without a sensor 100 °C. */
const PLAUSIBLE_C = { above: 0, below: 125 };
const PMIC_UNKNOWN_C = 100;

/** What the line holds; nothing of a line of something else. */
export function parseTegrastats(line: string): TegrastatsLine {
  const rails = new Map<string, Rail>();
  for (const [, name = '', now, average] of line.matchAll(RAIL)) {
    rails.set(name, { nowW: Number(now) / 1000, averageW: Number(average) / 1000 });
  }
  const temperatures = new Map<string, Temperature>();
  for (const [, name = '', shown] of line.matchAll(TEMPERATURE)) {
    const shownC = Number(shown);
    temperatures.set(name, { shownC, believedC: believed(name, shownC) });
  }
  return { rails, temperatures };
}

function believed(name: string, shownC: number): number | null {
  if (name === 'PMIC' && shownC === PMIC_UNKNOWN_C) return null;
  return shownC > PLAUSIBLE_C.above && shownC < PLAUSIBLE_C.below ? shownC : null;
}
