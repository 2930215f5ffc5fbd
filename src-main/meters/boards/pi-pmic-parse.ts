/** What `vcgencmd pmic_read_adc` prints on a Raspberry Pi 5. Pure. */

export interface PmicReading {
  /** Rails of which both current and voltage are known, by name: W. */
  readonly rails: ReadonlyMap<string, PmicRail>;
  /** Inputs of which only the voltage is known (`EXT5V`, `BATT`): V. */
  readonly voltagesV: ReadonlyMap<string, number>;
  /** Sum over the rails, W: the outputs of the power chip, not the whole board. null without a rail. */
  readonly outputsW: number | null;
}

export interface PmicRail {
  readonly currentA: number;
  readonly voltageV: number;
  readonly powerW: number;
}

/** `3V7_WL_SW_A current(0)=0.08880396A`, `EXT5V_V volt(24)=5.14960000V`; newer ones say `voltage`. */
const CURRENT = /^\s*(\w+)_A\s+current\(\d+\)=(-?\d+(?:\.\d+)?)A\s*$/gm;
const VOLTAGE = /^\s*(\w+)_V\s+volt(?:age)?\(\d+\)=(-?\d+(?:\.\d+)?)V\s*$/gm;

/** Paired by name: the numbers in brackets are those of the converter's inputs. */
export function parsePmic(text: string): PmicReading {
  const currents = new Map([...text.matchAll(CURRENT)].map(([, name = '', value]) => [name, Number(value)]));
  const voltages = new Map([...text.matchAll(VOLTAGE)].map(([, name = '', value]) => [name, Number(value)]));
  const rails = new Map<string, PmicRail>();
  const voltagesV = new Map<string, number>();
  for (const [name, voltageV] of voltages) {
    const currentA = currents.get(name);
    if (currentA === undefined) voltagesV.set(name, voltageV);
    else rails.set(name, { currentA, voltageV, powerW: currentA * voltageV });
  }
  // A current without its voltage would be missing from the sum.
  const complete = rails.size > 0 && [...currents.keys()].every((name) => rails.has(name));
  const outputsW = complete ? [...rails.values()].reduce((sum, { powerW }) => sum + powerW, 0) : null;
  return { rails, voltagesV, outputsW };
}
