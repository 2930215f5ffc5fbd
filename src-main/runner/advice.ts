/** Looks at the machine for a moment before a run: what would make its figures worse. */
import { adviceOf, NOTHING_READ, unreadOf, type AdviceReport, type Observed } from '#core/advice.ts';
import type { Clock } from '#core/ports.ts';
import { othersShare } from '#engine/conditions.ts';
import { openHostTree } from '#host/conditions.ts';
import { hostTree } from '#host/host-tree.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { readClockPolicies, readPowerProfile } from '#host/power-policy.ts';
import { isRemoteScreen } from '#host/remote-screen.ts';

/** Over which the load of other programs is taken, s: people wait for it at every start. */
const SAMPLE_S = 0.8;
/** After which a machine that does not answer is not waited for, s. */
const LIMIT_S = 1.5;

/** What the caller knows besides. */
export interface AdviceOptions {
  /** Replaces `/sys`; null: the machine's own. */
  readonly sysfsRoot: string | null;
  /** Processor time that our own processes other than this one have used, s; absent: there are none. */
  readonly helpersCpuSeconds?: () => number;
  /** Whether the machine draws from the mains, where sysfs tells nothing. */
  readonly onMains?: boolean | null;
  /** Environment of a process that shows a window; absent: nothing is shown. */
  readonly screenEnv?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

/** Takes about a second. What cannot be read is named, and nothing is said of it. */
export async function lookForAdvice(options: AdviceOptions): Promise<AdviceReport> {
  const { clock = monotonicClock } = options;
  const enough = new AbortController();
  const tooLate = clock.sleep(LIMIT_S, enough.signal).then(() => NOTHING_READ);
  try {
    const observed = await Promise.race([observe(options, clock), tooLate]);
    return { advice: adviceOf(observed), unread: unreadOf(observed) };
  } finally {
    enough.abort();
  }
}

async function observe(options: AdviceOptions, clock: Clock): Promise<Observed> {
  const { sysfsRoot, helpersCpuSeconds = () => 0, screenEnv } = options;
  const tree = hostTree(sysfsRoot ?? '/sys');
  const [host, clockPolicies, powerProfile] = await Promise.all([
    openHostTree(tree, sysfsRoot === null),
    readClockPolicies(tree),
    readPowerProfile(tree),
  ]);
  const helpersBefore = helpersCpuSeconds();
  const before = await host.conditions();
  await clock.sleep(SAMPLE_S);
  const after = await host.conditions();
  const workerCpuSeconds = Math.max(0, helpersCpuSeconds() - helpersBefore);
  const seen = { before, after, workerCpuSeconds, logicalCpus: host.logicalCpus };
  return {
    onMains: after.onMains ?? options.onMains ?? null,
    othersShare: othersShare({ ...seen, topFrequencyHz: null, startedOnMains: null }),
    clockPolicies,
    powerProfile,
    temperatureC: after.temperatureC,
    throttled:
      before.throttleCount === null || after.throttleCount === null
        ? null
        : after.throttleCount > before.throttleCount,
    remoteScreen: screenEnv === undefined ? null : isRemoteScreen(screenEnv),
  };
}
