/** Doing it again after a growing pause, where the failure may pass. */
import { Fault } from '#core/errors.ts';
import { interrupted, Transient } from './errors.ts';
import type { Network } from './network.ts';

/** Before each further attempt, s; the count starts anew whenever something has come. */
export const PAUSES_S: readonly number[] = [1, 2, 4, 8, 16];

/**
 * `come`: how much has come so far; by default nothing counts as progress. Rejects with `interrupted` when the signal
 * ends, with `download-failed` after the last attempt, and with what `work` rejects with at once if it is not `Transient`.
 */
export async function withRetries<T>(
  url: URL,
  { clock, signal }: Pick<Network, 'clock' | 'signal'>,
  work: () => Promise<T>,
  come: () => Promise<number> = () => Promise.resolve(0),
): Promise<T> {
  let failures = 0;
  for (let before = await come(); ;) {
    try {
      if (signal.aborted) throw interrupted(url);
      return await work();
    } catch (error) {
      if (signal.aborted) throw interrupted(url);
      if (!(error instanceof Transient)) throw error;
      const now = await come();
      if (now > before) failures = 0;
      before = now;
      const pauseS = PAUSES_S[failures++];
      if (pauseS === undefined) {
        const times = `${PAUSES_S.length + 1} times in a row`;
        throw new Fault('download-failed', `${error.message} (${times})`, { cause: error });
      }
      await clock.sleep(pauseS, signal);
    }
  }
}
