/**
 * Everything that decides: one table, stored in each record (`plan.constants`), so that a reader
 * knows by which rules a number was made. Changing a value changes the method version.
 */
export interface ProtocolConstants {
  /** Length of a measuring window, s. */
  readonly windowSeconds: number;
  readonly minRounds: number;
  readonly maxRounds: number;
  /** Stop when the 95 % interval's half-width of net J/inf is at most this share of the mean. */
  readonly targetHalfWidthRatio: number;
  /** The run as a whole stops after the round in which this is exceeded, s. */
  readonly timeLimitSeconds: number;
  readonly minInferences: number;
  /** A window spans at least this many update periods of a meter that is read by level. */
  readonly minUpdatePeriods: number;
  /** Unmeasured running before a window's first reading, s. */
  readonly settleSeconds: number;
  /** Warm-up ends when two successive medians differ by at most this ratio … */
  readonly warmUpToleranceRatio: number;
  /** … or after this long, s. */
  readonly warmUpMaxSeconds: number;
  /** Length of one slice of warm-up, whose median is compared with the next one's, s. */
  readonly warmUpSliceSeconds: number;
  /** Other processes' share of all processors' time above which a window is disturbed. */
  readonly disturbedShare: number;
  /** Frequency below this share of the round's first window means throttled. */
  readonly throttledFrequencyRatio: number;
  /** Wall clock and monotonic clock may move apart by this much within a window, s. */
  readonly clockJumpSeconds: number;
  /** A window's energy is too coarse when its resolution is above this share of it. */
  readonly coarseRatio: number;
  /** Windows are made longer for a coarse meter, up to this, s. */
  readonly longestWindowSeconds: number;
  /** Before a window, wait until within this of the round's first temperature, °C … */
  readonly temperatureBandC: number;
  /** … for at most this long, s. */
  readonly temperatureWaitSeconds: number;
  /** A window that was disturbed, throttled or unplugged is repeated this often at most. */
  readonly maxRepeats: number;
  readonly confidenceLevel: number;
  /**
   * Family-wise level at which two configurations are called different (Holm). Below 0.05, because a
   * run that stops when it looks precise errs more often than its level says: at 0.025 equal
   * configurations are told apart in at most 5 % of runs in every simulated condition.
   */
  readonly separationLevel: number;
}

export const STANDARD: ProtocolConstants = {
  windowSeconds: 3,
  minRounds: 5,
  maxRounds: 30,
  targetHalfWidthRatio: 0.02,
  timeLimitSeconds: 1800,
  minInferences: 10,
  minUpdatePeriods: 20,
  settleSeconds: 0.3,
  warmUpToleranceRatio: 0.05,
  warmUpMaxSeconds: 10,
  warmUpSliceSeconds: 0.5,
  disturbedShare: 0.05,
  throttledFrequencyRatio: 0.9,
  clockJumpSeconds: 1,
  coarseRatio: 0.02,
  longestWindowSeconds: 30,
  temperatureBandC: 3,
  temperatureWaitSeconds: 30,
  maxRepeats: 2,
  confidenceLevel: 0.95,
  separationLevel: 0.025,
};

export const QUICK: ProtocolConstants = {
  ...STANDARD,
  windowSeconds: 1,
  minRounds: 3,
  maxRounds: 6,
  targetHalfWidthRatio: 0.05,
  timeLimitSeconds: 240,
};

/** For differences of a few per cent: twice as many rounds as usual, until the intervals are half as wide. */
export const THOROUGH: ProtocolConstants = {
  ...STANDARD,
  minRounds: 10,
  maxRounds: 60,
  targetHalfWidthRatio: 0.01,
  timeLimitSeconds: 7200,
};

/** The tables by the name that a person chooses, shortest first. */
export const LENGTHS = { quick: QUICK, standard: STANDARD, thorough: THOROUGH };
export type Length = keyof typeof LENGTHS;
export const LENGTH_NAMES = ['quick', 'standard', 'thorough'] as const satisfies readonly Length[];

/** A record's constants, if they are all of this method's; null otherwise. */
export function knownConstants(values: Readonly<Record<string, number>>): ProtocolConstants | null {
  const known: Record<string, number> = {};
  for (const name of Object.keys(STANDARD)) {
    const value = values[name];
    if (value === undefined) return null;
    known[name] = value;
  }
  return { ...STANDARD, ...known };
}
