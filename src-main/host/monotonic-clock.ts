import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, StopSignal } from '#core/ports.ts';

/** Nanoseconds to seconds without losing digits for decades of uptime. */
export const monotonicNowS = (): number => Number(process.hrtime.bigint()) / 1e9;

/** The machine's monotonic clock, the same in all of its processes. */
export const monotonicClock: Clock = {
  nowS: monotonicNowS,
  wallTime: () => new Date(),
  async sleep(durationS: number, signal?: StopSignal): Promise<void> {
    if (signal?.aborted) return;
    const stop = new AbortController();
    const wake = () => stop.abort();
    signal?.addEventListener('abort', wake, { once: true });
    // An aborted delay rejects; here it has simply ended.
    await delay(Math.max(0, durationS * 1000), undefined, { signal: stop.signal }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    });
    signal?.removeEventListener('abort', wake);
  },
};
