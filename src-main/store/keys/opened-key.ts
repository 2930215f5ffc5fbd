/** A key that is ready to sign. */
import { Fault } from '#core/errors.ts';
import type { Signer } from '#core/leaderboard/signature.ts';

export interface InstallationKey {
  readonly signer: Signer;
  readonly path: string;
  /** By the operating system; false: by the file's mode alone. */
  readonly isProtected: boolean;
  /** It was made by this call. */
  readonly isNew: boolean;
  /** Sentences for people about what was amiss. */
  readonly notices: readonly string[];
}

export function takenAway(path: string): Fault {
  return new Fault(
    'key-unreadable',
    `the key file ${path} cannot be read back: it was taken away, or is a link to nothing`,
  );
}
