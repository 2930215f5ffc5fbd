/** What a meter may touch of the outside: handed in, so that every platform's meter is tested on every one. */
import type { Fault } from '#core/errors.ts';
import type { Clock } from '#core/ports.ts';
import type { EstimatedMachine } from './estimate.ts';

export interface CommandOptions {
  /** The child is killed after this time, s; the fault is then `meter-silent`. */
  readonly timeoutS: number;
}

/** A program that runs for as long as it is asked and prints as it goes. */
export interface FollowOptions {
  /** What ends each part of its standard output, e.g. a line feed or a NUL. */
  readonly separator: string;
  /** One part, without its separator. */
  onPart(text: string): void;
  /**
   * Once, when it ended by itself: null after an ordinary end, otherwise why, with the faults of `run`.
   * Never after `stop`.
   */
  onEnd(fault: Fault | null): void;
}

export interface FollowedProgram {
  /** Ends the program; resolves when it is gone, or when all that we may do is done. Never rejects. */
  stop(): Promise<void>;
}

export interface MeterEnvironment {
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  /** `/sys` or what replaces it. */
  readonly sysfsRoot: string;
  /** True when the root was replaced: only meters below it may be opened then. */
  readonly synthetic: boolean;
  readonly machine: EstimatedMachine;
  /** Smart plug that this machine hangs on: host or host:port, and /N for outlet N of a strip; null: none. */
  readonly plugAddress: string | null;
  /**
   * Standard output of a program: no shell, `LC_ALL=C`, an absolute path or a name that is looked up in
   * the system's own folders. Faults: `meter-missing` (no such program), `meter-no-permission`,
   * `meter-silent` (time-out), `meter-unreadable` (it failed; with the end of its error output).
   */
  run(file: string, args: readonly string[], options: CommandOptions): Promise<string>;
  /** Starts a program and hands on what it prints: one process for a whole run, not one a sample. */
  follow(file: string, args: readonly string[], options: FollowOptions): FollowedProgram;
  /**
   * Body of a local HTTP answer; faults `meter-missing` (no answer), `meter-silent`,
   * `meter-no-permission` (it asks for a password), `meter-unreadable` (another status, too long).
   */
  fetchText(url: string, options: CommandOptions): Promise<string>;
}
