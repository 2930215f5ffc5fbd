import { QUICK, STANDARD, type ProtocolConstants } from '#core/protocol/constants.ts';
import type { RunRequest } from '#core/run-request.ts';

/** The protocol's table with what the person replaced; a number of rounds is exact. */
export function constantsOf(request: RunRequest): ProtocolConstants {
  const base = request.quick ? QUICK : STANDARD;
  return {
    ...base,
    ...(request.rounds === null ? {} : { minRounds: request.rounds, maxRounds: request.rounds }),
    ...(request.windowSeconds === null ? {} : { windowSeconds: request.windowSeconds }),
    ...(request.timeLimitSeconds === null ? {} : { timeLimitSeconds: request.timeLimitSeconds }),
  };
}
