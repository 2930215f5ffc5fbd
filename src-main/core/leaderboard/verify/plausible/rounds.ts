/** Whether windows lie in time as rounds of the protocol do. Windows are in the order in which they stand. */
import type { ProtocolConstants } from '../../../protocol/constants.ts';
import type { Window } from '../../../record/schema.ts';
import type { Submission } from '../../schema.ts';
import { figure } from '../compare.ts';

/** Timers may fire a little early, and the clocks of a page and of the engine are matched to a millisecond or so. */
const EARLY_S = 0.02;
const EARLY_RATIO = 0.02;
/** How far one window may seem to reach into the next, s: rounding of times of up to a day. */
const TOUCH_S = 1e-6;

export function roundDoubts({ windows }: Submission, constants: ProtocolConstants): string[] {
  return [
    ...orderDoubts(windows),
    ...windows.flatMap((window, index) => durationDoubts(window, index, constants)),
    ...countDoubts(windows, constants),
    ...limitDoubts(windows, constants),
    ...idleDoubts(windows),
  ];
}

function orderDoubts(windows: readonly Window[]): string[] {
  const doubts: string[] = [];
  for (const [index, window] of windows.entries()) {
    const before = windows[index - 1];
    if (window.startS < 0) doubts.push(`windows[${index}] starts before its run`);
    if (before === undefined) continue;
    if (window.startS < before.startS + before.durationS - TOUCH_S) {
      doubts.push(`windows[${index}] starts before windows[${index - 1}] has ended`);
    }
    if (window.round < before.round) {
      doubts.push(`windows[${index}] of round ${window.round} comes after one of round ${before.round}`);
    }
    // The idle window opens its round.
    if (window.round === before.round && window.kind === 'idle' && before.kind === 'measure') {
      doubts.push(`windows[${index}] is idle in the midst of round ${window.round}`);
    }
  }
  return doubts;
}

/** A window whose meter failed ends where its last reading was. */
function durationDoubts(window: Window, index: number, { windowSeconds }: ProtocolConstants): string[] {
  const leastS = windowSeconds * (1 - EARLY_RATIO) - EARLY_S;
  if (window.energyJ === null || window.durationS >= leastS) return [];
  return [
    `windows[${index}] lasts ${figure(window.durationS)} s, and its run's windows last at least ${windowSeconds} s`,
  ];
}

/** In each round at most one window and its repetitions, and none is repeated that was clean. */
function countDoubts(windows: readonly Window[], { maxRepeats, maxRounds }: ProtocolConstants): string[] {
  const doubts: string[] = [];
  for (const kind of ['idle', 'measure'] as const) {
    const byRound = groupByRound(windows.filter((window) => window.kind === kind));
    for (const [round, group] of byRound) {
      if (group.length > maxRepeats + 1) {
        doubts.push(
          `round ${round} has ${group.length} ${kind} windows; at most ${maxRepeats + 1} are taken`,
        );
      }
      // An idle window is repeated for the sake of another meter, too.
      if (kind === 'measure' && group.slice(0, -1).some(({ flags }) => flags.length === 0)) {
        doubts.push(`round ${round} repeats a measuring window that has no flag`);
      }
      if (round >= maxRounds + (kind === 'idle' ? 1 : 0)) {
        doubts.push(`round ${round} (from 0) is beyond the ${maxRounds} rounds of its run`);
      }
    }
  }
  return doubts;
}

function groupByRound(windows: readonly Window[]): Map<number, Window[]> {
  const groups = new Map<number, Window[]>();
  for (const window of windows) groups.set(window.round, [...(groups.get(window.round) ?? []), window]);
  return groups;
}

/** A run that was not interrupted ends early at its time limit only; what an interrupted one lacks is not submitted. */
function limitDoubts(
  windows: readonly Window[],
  { minRounds, timeLimitSeconds }: ProtocolConstants,
): string[] {
  const rounds = new Set(windows.filter(({ kind }) => kind === 'measure').map(({ round }) => round)).size;
  const endS = Math.max(...windows.map(({ startS, durationS }) => startS + durationS));
  if (rounds >= minRounds || endS >= timeLimitSeconds - EARLY_S) return [];
  return [
    `has ${rounds} of at least ${minRounds} rounds, though its time limit of ${timeLimitSeconds} s was not reached (it ends at ${figure(endS)} s)`,
  ];
}

/** One idle window, or its repetitions, opens each round and closes the run: numbered from 0, without a gap. */
function idleDoubts(windows: readonly Window[]): string[] {
  const idle = new Set(windows.filter(({ kind }) => kind === 'idle').map(({ round }) => round));
  const last = Math.max(...windows.map(({ round }) => round));
  // A number of rounds that no run has is told elsewhere; here it would only take time.
  for (let round = 0; round <= Math.min(last, idle.size); round += 1) {
    if (!idle.has(round)) return [`round ${round} has no idle window`];
  }
  return [];
}
