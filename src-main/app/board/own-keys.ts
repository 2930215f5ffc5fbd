/** The keys by which this installation has signed; none is made for a look. */
import { toWireFault } from '#core/errors.ts';
import type { OwnKeys } from '#ipc/calls/leaderboard.ts';
import { ownPublicKeys } from '#store/keys/installation-key.ts';

/** `isProtected`: the operating system keeps the app's key, which is then its own; else it is the command line's. */
export async function ownKeys(
  dataDir: string,
  isProtected: boolean,
): Promise<{ readonly ownKeys: OwnKeys; readonly notices: readonly string[] }> {
  try {
    const { commandLine, app, notices } = await ownPublicKeys(dataDir);
    const all = [commandLine, app].filter((key) => key !== null);
    return { ownKeys: { all, app: isProtected ? app : commandLine }, notices };
  } catch (error) {
    // A board can be read without them.
    const { message, remedy } = toWireFault(error);
    return { ownKeys: { all: [], app: null }, notices: [`Your rows cannot be told: ${message}. ${remedy}`] };
  }
}
