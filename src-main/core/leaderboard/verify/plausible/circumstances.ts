/** Whether the moment, the machine and the settings of a run can be true. */
import { LENGTHS, STANDARD, type ProtocolConstants } from '../../../protocol/constants.ts';
import { METHOD_VERSION } from '../../../protocol/version.ts';
import type { Submission } from '../../schema.ts';
import { figure } from '../compare.ts';

/** Before the first line of this program was written; clocks that were never set show 1970, 2000 or 2020. */
const BEFORE_THE_PROGRAM_MS = Date.UTC(2026, 0, 1);
/** Clocks and time zones that are wrong by hours are usual. */
const AHEAD_MS = 86_400_000;
/** What sensors of processors can show. */
const COLDEST_C = -40;
const HOTTEST_C = 130;

/** Those that a person may choose; all others belong to the method. */
const CHOSEN: ReadonlySet<string> = new Set(['windowSeconds', 'minRounds', 'maxRounds', 'timeLimitSeconds']);

/**
 * Not looked at, since honest machines show it: more physical cores than logical processors (a process that is
 * confined to some), 0 GiB of memory (less than half a GiB, rounded).
 */
export function circumstanceDoubts(submission: Submission, now: Date | null): string[] {
  return [...momentDoubts(submission, now), ...temperatureDoubts(submission)];
}

function momentDoubts({ startedAt }: Submission, now: Date | null): string[] {
  const startedMs = Date.parse(startedAt);
  if (startedMs < BEFORE_THE_PROGRAM_MS)
    return [`says that it ran ${startedAt}, before this program existed`];
  if (now === null || startedMs <= now.getTime() + AHEAD_MS) return [];
  return [`says that it ran ${startedAt}, and it is ${now.toISOString()}`];
}

function temperatureDoubts({ windows }: Submission): string[] {
  return windows.flatMap(({ temperatureC }, index) =>
    temperatureC === null || (temperatureC >= COLDEST_C && temperatureC <= HOTTEST_C)
      ? []
      : [`windows[${index}] was measured at ${figure(temperatureC)} °C`],
  );
}

/** A method with other constants is another method: its figures would not be comparable. */
export function constantDoubts(constants: ProtocolConstants): string[] {
  const { windowSeconds, minRounds, maxRounds, timeLimitSeconds } = constants;
  const differing = (Object.keys(STANDARD) as (keyof ProtocolConstants)[])
    .filter((name) => !CHOSEN.has(name))
    .filter((name) => !Object.values(LENGTHS).some((table) => table[name] === constants[name]))
    .map(
      (name) =>
        `constants.${name} is ${constants[name]}, in method version ${METHOD_VERSION} ${STANDARD[name]}`,
    );
  if (!(windowSeconds > 0) || !(timeLimitSeconds > 0)) differing.push('constants allow its run no time');
  if (!(minRounds >= 1 && maxRounds >= minRounds)) {
    differing.push(`constants ask for ${minRounds} to ${maxRounds} rounds`);
  }
  return differing;
}
