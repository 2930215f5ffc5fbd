/** What comes back across the window's border: an answer, or why there is none. */
import type { WireFault } from '#core/errors.ts';

export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireFault };
