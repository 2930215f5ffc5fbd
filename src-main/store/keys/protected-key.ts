/** The app's key where the operating system protects it: a file that only its user's session can make sense of. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { fileFault } from '#disk/file-fault.ts';
import { signerOf } from './ed25519.ts';
import { takenAway, type InstallationKey } from './opened-key.ts';
import { readKeyFile } from './key-file.ts';
import { createOnce, protectedKeyPath } from './key-folder.ts';

/** What the operating system offers: the store knows no Electron. Either may fail. */
export interface Protection {
  protect(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  reveal(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

const SCHEMA = 'joulemark.protected-key/1';
const fileSchema = z.object({
  schema: z.literal(SCHEMA),
  /** In the open, so that the command line can tell which key the app has. */
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  /** PKCS #8, protected, in Base64. */
  secretKey: z.base64().min(1),
});

/** Opens or makes it. Throws a `Fault`: key-unreadable (the file stays as it is) or file-unwritable. */
export async function openProtectedKey(dataDir: string, protection: Protection): Promise<InstallationKey> {
  const path = protectedKeyPath(dataDir);
  const isNew = (await readFile(path)) === null && (await make(path, protection));
  const file = await readFile(path);
  if (file === null) throw takenAway(path);
  const signer = signerOf(await reveal(file.secretKey, path, protection));
  if (signer.publicKey !== file.publicKey) {
    throw new Fault('key-unreadable', `the two halves of the key in ${path} do not belong together`);
  }
  return { signer, path, isProtected: true, isNew, notices: file.notices };
}

/** null: the app has no key of its own. Throws a `Fault` (key-unreadable) for a broken file. */
export async function protectedPublicKey(
  dataDir: string,
): Promise<(Pick<InstallationKey, 'path' | 'notices'> & { readonly publicKey: string }) | null> {
  const path = protectedKeyPath(dataDir);
  const file = await readFile(path);
  return file === null ? null : { publicKey: file.publicKey, path, notices: file.notices };
}

async function make(path: string, protection: Protection): Promise<boolean> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { publicKey } = signerOf(privateKey);
  let secretKey: string;
  try {
    const bytes = privateKey.export({ format: 'der', type: 'pkcs8' });
    secretKey = Buffer.from(await protection.protect(bytes)).toString('base64');
  } catch (cause) {
    throw unprotected('protect', path, cause);
  }
  try {
    return await createOnce(path, `${JSON.stringify({ schema: SCHEMA, publicKey, secretKey }, null, 1)}\n`);
  } catch (cause) {
    throw fileFault('file-unwritable', "keep the app's key in", path, cause);
  }
}

async function readFile(path: string) {
  const file = await readKeyFile(path);
  if (file === null) return null;
  const parsed = fileSchema.safeParse(parseJson(file.text));
  if (!parsed.success) throw new Fault('key-unreadable', `${path} does not hold a protected key`);
  return { ...parsed.data, notices: file.notices };
}

async function reveal(secretKey: string, path: string, protection: Protection): Promise<KeyObject> {
  let key: KeyObject;
  try {
    const bytes = await protection.reveal(Buffer.from(secretKey, 'base64'));
    key = createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw unprotected('reveal', path, cause);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new Fault('key-unreadable', `${path} holds another kind of key`);
}

/** The cause's own text stays out of the message: it could quote what it was given. */
function unprotected(verb: string, path: string, cause: unknown): Fault {
  return new Fault('key-unreadable', `the operating system could not ${verb} the key in ${path}`, {
    cause,
    remedy:
      'Unlock the key ring of the desktop and try again. If it was reset, the key is lost: move the file away, and a new key is made at the next submission.',
  });
}
