/** The key of this installation, on the command line. */
import type { Signer } from '#core/leaderboard/signature.ts';
import { keyText } from '#core/leaderboard/trusted.ts';
import { openCommandLineKey } from '#store/keys/installation-key.ts';
import type { InstallationKey } from '#store/keys/opened-key.ts';
import type { CliContext, Output } from './context.ts';
import { note } from './output.ts';

/** null where lines are not to be signed. Throws a `Fault`: key-unreadable or file-unwritable. */
export async function openSigner(unsigned: boolean, context: CliContext): Promise<Signer | null> {
  if (unsigned) return null;
  const { env, stderr } = context;
  const key = await openCommandLineKey(context.findPlaces(env).dataDir);
  await sayAboutKey(key, stderr);
  return key.signer;
}

/** That it was made, and what was amiss with its file. */
export async function sayAboutKey(key: InstallationKey, stderr: Output): Promise<void> {
  if (key.isNew) {
    await note(
      stderr,
      `Made the key of this installation, ${keyText(key.signer.publicKey)}, in ${key.path}.`,
    );
  }
  await sayNotices(key, stderr);
}

export async function sayNotices(
  { notices }: Pick<InstallationKey, 'notices'>,
  stderr: Output,
): Promise<void> {
  for (const notice of notices) await note(stderr, notice);
}
