/** How the fake answers a call. */
import type { WireFault } from '#core/errors.ts';
import type { Reply } from '#ipc/reply.ts';

/** What comes from main is a copy, never a shared object. */
export const given = <T>(value: T): Promise<Reply<T>> =>
  Promise.resolve({ ok: true, value: structuredClone(value) });

export const refused = (error: WireFault): Promise<Reply<never>> => Promise.resolve({ ok: false, error });
