/** What speaks against measuring now: judged from what was read, before anything runs. Pure. */
import { STANDARD } from './protocol/constants.ts';

/** What the machine showed over about a second without a benchmark. `null` is "could not be read". */
export interface Observed {
  readonly onMains: boolean | null;
  /** Share of all processors' time that other programs used, 0 … 1. */
  readonly othersShare: number | null;
  /** How the processors' clocks are ruled, each way once. */
  readonly clockPolicies: readonly ClockPolicy[] | null;
  /** As ACPI's platform profile calls it, e.g. `balanced`. */
  readonly powerProfile: string | null;
  readonly temperatureC: number | null;
  /** A throttle counter moved. */
  readonly throttled: boolean | null;
  /** The screen is sent to another machine; null also where there is no screen of ours. */
  readonly remoteScreen: boolean | null;
}

export interface ClockPolicy {
  readonly driver: string | null;
  readonly governor: string;
  /** Energy-performance preference, e.g. `balance_performance`. */
  readonly preference: string | null;
}

export type AdviceCode =
  'on-battery' | 'power-saving' | 'others-busy' | 'hot' | 'throttled' | 'remote-screen';

/** One thing that would make the figures worse, and what to do about it. */
export interface Advice {
  readonly code: AdviceCode;
  readonly sentence: string;
  readonly remedy: string;
}

export interface AdviceReport {
  readonly advice: readonly Advice[];
  /** What could not be read here, in words: nothing is said of it. */
  readonly unread: readonly string[];
}

/** A processor without work is cooler than this, °C: little room is left up to where it slows down. */
export const HOT_C = 75;

const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;

/** The gravest first. */
export function adviceOf(observed: Observed): Advice[] {
  const { onMains, othersShare, temperatureC, throttled, remoteScreen } = observed;
  const advice: Advice[] = [];
  const say = (code: AdviceCode, sentence: string, remedy: string) => advice.push({ code, sentence, remedy });

  if (throttled === true) {
    say(
      'throttled',
      'The processor is being slowed down because it is too hot, or draws too much.',
      'Let it cool, and free its fans: windows in which it is throttled do not count.',
    );
  }
  if (temperatureC !== null && temperatureC >= HOT_C) {
    say(
      'hot',
      `The processor is at ${Math.round(temperatureC)} °C before it has any work.`,
      'Wait until it has cooled down: a hot processor draws more, and slows down sooner.',
    );
  }
  if (othersShare !== null && othersShare > STANDARD.disturbedShare) {
    say(
      'others-busy',
      `Other programs use ${percent(othersShare)} of the processors’ time.`,
      `Close them, or wait until they are done: a window in which they use more than ${percent(STANDARD.disturbedShare)} is measured again.`,
    );
  }
  if (onMains === false) {
    say(
      'on-battery',
      'The machine runs on its battery.',
      'Plug it in, unless the battery is the meter: on battery many machines are slower, and a run in which the source changes is marked.',
    );
  }
  const saving = powerSaving(observed);
  if (saving !== null) {
    say(
      'power-saving',
      `The system saves power: ${saving}.`,
      'Choose its balanced or performance mode, unless it is this mode that you want to measure.',
    );
  }
  if (remoteScreen === true) {
    say(
      'remote-screen',
      'This window is shown on another machine.',
      'Sending the picture takes work: run on the command line, or at the machine itself.',
    );
  }
  return advice;
}

/** Their `powersave` follows the load and is what they are usually left at; the preference tells. */
const SELF_RULED = /^(intel_pstate|amd[-_]pstate[-_]epp)$/;

/** What saves power, in words; null: nothing that is known. */
function powerSaving({ clockPolicies, powerProfile }: Observed): string | null {
  for (const { driver, governor, preference } of clockPolicies ?? []) {
    if (governor === 'powersave' && !SELF_RULED.test(driver ?? '')) {
      return 'its governor "powersave" keeps the processor at its lowest clock';
    }
    if (preference === 'power') return 'its energy preference is "power"';
  }
  return powerProfile === 'low-power' || powerProfile === 'quiet'
    ? `its power profile is "${powerProfile}"`
    : null;
}

/** What could not be read, in words. */
export function unreadOf(observed: Observed): string[] {
  const words: [unknown, string][] = [
    [observed.onMains, 'whether it runs on battery'],
    [observed.othersShare, 'how busy other programs are'],
    [observed.clockPolicies ?? observed.powerProfile, 'whether the system saves power'],
    [observed.temperatureC, 'how warm the processor is'],
    [observed.throttled, 'whether the processor is slowed down'],
  ];
  return words.filter(([value]) => value === null).map(([, word]) => word);
}

export const NOTHING_READ: Observed = {
  onMains: null,
  othersShare: null,
  clockPolicies: null,
  powerProfile: null,
  temperatureC: null,
  throttled: null,
  remoteScreen: null,
};
