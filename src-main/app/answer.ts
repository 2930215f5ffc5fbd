/** Any call from the window, with the guard that belongs to it. */
import type { Calls } from '#ipc/contract.ts';
import { GUARDS } from '#ipc/guards.ts';
import type { Reply } from '#ipc/reply.ts';
import { answerCall, type Handlers } from './answer-call.ts';

/** As `answerCall`. */
export function answer<K extends keyof Calls>(
  handlers: Handlers,
  name: K,
  payload: readonly unknown[],
  report: (error: unknown) => void,
): Promise<Reply<ReturnType<Calls[K]>>> {
  return answerCall(name, GUARDS[name], handlers[name], payload, report);
}
