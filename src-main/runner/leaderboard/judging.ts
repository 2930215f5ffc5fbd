/** How this installation judges the lines of a leaderboard: its check of signatures, and the names it gives to keys. */
import { nameOfKey } from '#core/leaderboard/trusted.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { readTrustedKeys } from '#store/keys/trusted-keys.ts';
import type { Judging } from '#store/leaderboard/query/judge.ts';

/** Throws a `Fault` (file-unreadable) for a broken list of trusted keys. */
export async function judgingHere(dataDir: string): Promise<Pick<Judging, 'isSignature' | 'nameOf' | 'now'>> {
  const trusted = await readTrustedKeys(dataDir);
  return { isSignature, nameOf: (publicKey) => nameOfKey(trusted, publicKey), now: new Date() };
}
