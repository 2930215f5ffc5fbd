import type { Clock, Host, Pace, StopSignal } from '#core/ports.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';

/** What every step of a run needs. */
export interface RunContext {
  readonly clock: Clock;
  readonly host: Host;
  readonly constants: ProtocolConstants;
  readonly scenario: Pace;
  readonly signal: StopSignal;
  /** On the monotonic clock; the record's times count from here. */
  readonly runStartS: number;
  readonly startedOnMains: boolean | null;
  /** Says something to people and to the record. */
  notice(text: string): void;
}
