/** What the supply rails of small boards cover, by their names. Pure. */
import type { Domain } from '#core/provenance.ts';

/** Power by the rail's name, W. */
export type RailsW = ReadonlyMap<string, number>;

export interface BoardTotal {
  readonly powerW: number;
  /** The rails that were added. */
  readonly from: readonly string[];
}

/**
 * Rails that together feed the whole board, each list for a family of boards, in this order: a rail
 * that feeds all others stands alone. Sources: NVIDIA's developer guides on the power monitors of the
 * modules, and the discussions of jetson_stats (issues 51, 344, 900).
 */
const WHOLE_BOARD: readonly (readonly string[])[] = [
  // TX1 and TX2, Xavier NX, Orin Nano and NX.
  ['VDD_IN'],
  // Nano.
  ['POM_5V_IN'],
  // Thor.
  ['VIN'],
  // AGX Orin: the 5 V rail does not contain the other two.
  ['VDD_GPU_SOC', 'VDD_CPU_CV', 'VIN_SYS_5V0'],
  // AGX Xavier.
  ['GPU', 'CPU', 'SOC', 'CV', 'VDDRQ', 'SYS5V'],
];

/** The board's power; null where no rail is known to be the whole board. */
export function boardTotal(rails: RailsW): BoardTotal | null {
  const from = WHOLE_BOARD.find((names) => names.every((name) => rails.has(name)));
  if (from === undefined) return null;
  return { powerW: from.reduce((sum, name) => sum + (rails.get(name) ?? NaN), 0), from };
}

/** Rails that feed one part alone. Rails that several parts share tell nothing of each. */
const PART_OF: readonly (readonly [RegExp, Domain])[] = [
  [/^(VDD_SYS_GPU|VDD_GPU|POM_5V_GPU|GPU)$/, 'gpu'],
  [/^(VDD_SYS_CPU|VDD_CPU|POM_5V_CPU|CPU)$/, 'core'],
  [/^(VDD_SYS_DDR|VDD_DDR|VDDRQ)$/, 'dram'],
  [/^CV$/, 'npu'],
];

/** Power by domain, W: the whole board as `psys`, and the parts that have a rail of their own. */
export function powerByDomain(rails: RailsW, total: BoardTotal): Map<Domain, number> {
  const byDomain = new Map<Domain, number>([['psys', total.powerW]]);
  for (const [name, powerW] of rails) {
    const part = PART_OF.find(([pattern]) => pattern.test(name))?.[1];
    if (part !== undefined) byDomain.set(part, powerW);
  }
  return byDomain;
}
