/** What AMD's tools tell of a card. */
export interface AmdCard {
  /** Number that the tool gives it; it may change from start to start. */
  readonly number: number;
  /** The tool's name for the power that was taken; null where it gives none. */
  readonly powerKey: string | null;
  readonly powerW: number | null;
  /** As printed: `36.0`, `N/A (Secondary die)`. */
  readonly powerRaw: string | null;
  readonly limitW: number | null;
  readonly edgeC: number | null;
  readonly junctionC: number | null;
  readonly memoryC: number | null;
  /** All that the tool printed of the card, as text with its unit: by `usage.gfx_activity`, `GPU use (%)`. */
  readonly told: ReadonlyMap<string, string>;
}

/** null unless the text is a number and nothing else, with this unit or none. */
export function plainNumber(text: string | undefined, unit = ''): number | null {
  const plain = text?.trim() ?? '';
  const bare = unit !== '' && plain.endsWith(unit) ? plain.slice(0, -unit.length).trim() : plain;
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : null;
}

/** Sensors that are not there show 0 or a full register, °C. */
export function plausibleC(value: number | null): number | null {
  return value !== null && value > 0 && value < 125 ? value : null;
}
