/** The key by which this installation signs: made at its first use, and never replaced. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Fault } from '#core/errors.ts';
import { fileFault } from '#disk/file-fault.ts';
import { signerOf } from './ed25519.ts';
import { createOnce, plainKeyPath } from './key-folder.ts';
import { readKeyFile } from './key-file.ts';
import { takenAway, type InstallationKey } from './opened-key.ts';
import { openProtectedKey, protectedPublicKey, type Protection } from './protected-key.ts';

/**
 * The command line's key; it is made where there is none. Two programs that make it at once end up with one.
 *
 * Throws a `Fault`: key-unreadable for a file that is there and holds no such key (it stays as it is), and
 * file-unwritable where the new key cannot be kept.
 */
export async function openCommandLineKey(dataDir: string): Promise<InstallationKey> {
  const path = plainKeyPath(dataDir);
  const there = await readPlainKey(path);
  if (there !== null) return { ...there, path, isProtected: false, isNew: false };
  const { privateKey } = generateKeyPairSync('ed25519');
  let isNew: boolean;
  try {
    isNew = await createOnce(path, privateKey.export({ format: 'pem', type: 'pkcs8' }) as string);
  } catch (cause) {
    throw fileFault('file-unwritable', 'keep the key of this installation in', path, cause);
  }
  // Read back either way: what signs is what lies on the disk, whoever made it.
  const made = await readPlainKey(path);
  if (made === null) throw takenAway(path);
  return { ...made, path, isProtected: false, isNew };
}

/**
 * The app's key. `protection`: what the operating system offers, and then the app has a key of its own; null:
 * nothing, and it shares the command line's. Throws as above, and key-unreadable where its own key was
 * protected and cannot be revealed now: it must not sign with another key today because a key ring is locked.
 */
export async function openAppKey(dataDir: string, protection: Protection | null): Promise<InstallationKey> {
  if (protection !== null) return openProtectedKey(dataDir, protection);
  const former = await protectedPublicKey(dataDir);
  if (former === null) return openCommandLineKey(dataDir);
  throw new Fault(
    'key-unreadable',
    `the app's key lies protected in ${former.path}, and the system's protection cannot be reached`,
    {
      remedy:
        'Unlock the key ring of the desktop and start the app again; or move the file away, and the app signs with the key of the command line.',
    },
  );
}

export interface OwnPublicKeys {
  readonly commandLine: string | null;
  /** null: the app has no key of its own. */
  readonly app: string | null;
  /** As in `InstallationKey`. */
  readonly notices: readonly string[];
}

/** The public keys that this installation has so far; none is made. Throws as `openCommandLineKey` does. */
export async function ownPublicKeys(dataDir: string): Promise<OwnPublicKeys> {
  const plain = await readPlainKey(plainKeyPath(dataDir));
  const ofApp = await protectedPublicKey(dataDir);
  return {
    commandLine: plain?.signer.publicKey ?? null,
    app: ofApp?.publicKey ?? null,
    notices: [...(plain?.notices ?? []), ...(ofApp?.notices ?? [])],
  };
}

async function readPlainKey(path: string): Promise<Pick<InstallationKey, 'signer' | 'notices'> | null> {
  const file = await readKeyFile(path);
  if (file === null) return null;
  return { signer: signerOf(readPem(file.text, path)), notices: file.notices };
}

function readPem(text: string, path: string): KeyObject {
  let key: KeyObject | null = null;
  try {
    key = createPrivateKey({ key: text, format: 'pem' });
  } catch (error) {
    // Its message could quote what it read.
    if (!(error instanceof Error)) throw error;
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new Fault('key-unreadable', `${path} does not hold an Ed25519 key in PEM`);
}
