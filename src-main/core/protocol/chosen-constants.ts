import type { RunRequest } from '../run-request.ts';
import { LENGTHS, type ProtocolConstants } from './constants.ts';

type Chosen = Pick<RunRequest, 'length' | 'rounds' | 'windowSeconds' | 'timeLimitSeconds'>;

/** The protocol's table with what the person replaced; a number of rounds is exact. */
export function constantsOf(request: Chosen): ProtocolConstants {
  return {
    ...LENGTHS[request.length],
    ...(request.rounds === null ? {} : { minRounds: request.rounds, maxRounds: request.rounds }),
    ...(request.windowSeconds === null ? {} : { windowSeconds: request.windowSeconds }),
    ...(request.timeLimitSeconds === null ? {} : { timeLimitSeconds: request.timeLimitSeconds }),
  };
}
