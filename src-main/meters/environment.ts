/** What a meter may touch of the outside: handed in, so that every platform's meter is tested on every one. */
import type { Clock } from '#core/ports.ts';
import type { EstimatedMachine } from './estimate.ts';

export interface CommandOptions {
  /** The child is killed after this time, s; the fault is then `meter-silent`. */
  readonly timeoutS: number;
}

export interface MeterEnvironment {
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  /** `/sys` or what replaces it. */
  readonly sysfsRoot: string;
  /** True when the root was replaced: only meters below it may be opened then. */
  readonly synthetic: boolean;
  readonly machine: EstimatedMachine;
  /** Address (host or host:port) of a smart plug that this machine is plugged into; null: none. */
  readonly plugAddress: string | null;
  /**
   * Standard output of a program: no shell, `LC_ALL=C`, an absolute path or a name that is looked up in
   * the system's own folders. Faults: `meter-missing` (no such program), `meter-no-permission`,
   * `meter-silent` (time-out), `meter-unreadable` (it failed; with the end of its error output).
   */
  run(file: string, args: readonly string[], options: CommandOptions): Promise<string>;
  /** Body of a local HTTP answer; faults `meter-missing` (no answer), `meter-silent`, `meter-unreadable` (status). */
  fetchText(url: string, options: CommandOptions): Promise<string>;
}
