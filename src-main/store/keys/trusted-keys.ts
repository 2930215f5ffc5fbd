/** `trusted-keys.json` in the data folder: which keys a person knows, and by which names. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { sameName, shortKey, whyNoKeyName, type TrustedKeys } from '#core/leaderboard/trusted.ts';
import { writeWhole } from '#disk/write-whole.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';
import { withLock } from '../leaderboard/lock.ts';

const SCHEMA = 'joulemark.trusted-keys/1';

/** Unknown fields are kept: an older version must not forget what a newer one wrote. */
const trustedKeySchema = z.looseObject({
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1),
  addedAt: z.iso.datetime(),
});
const fileSchema = z.looseObject({ schema: z.literal(SCHEMA), keys: z.array(trustedKeySchema) });
type TrustedFile = z.infer<typeof fileSchema>;
export type TrustedKey = z.infer<typeof trustedKeySchema>;

export function trustedKeysPath(dataDir: string): string {
  return join(dataDir, 'trusted-keys.json');
}

/** Public key (hex) → name. Without a file there are none. Throws a `Fault` (file-unreadable) for a broken one. */
export async function readTrustedKeys(dataDir: string): Promise<TrustedKeys> {
  return new Map((await listTrustedKeys(dataDir)).map(({ publicKey, name }) => [publicKey, name]));
}

/** In the order in which they were added. Throws as `readTrustedKeys` does. */
export async function listTrustedKeys(dataDir: string): Promise<readonly TrustedKey[]> {
  return (await readTrustedFile(trustedKeysPath(dataDir))).keys;
}

/**
 * Adds the key, or gives it its name once more. Throws a `Fault`: wrong-usage for a name that cannot be one or
 * belongs to another key, and for a key that has another name; file-unreadable, file-unwritable or file-locked.
 */
export async function addTrustedKey(dataDir: string, added: TrustedKey): Promise<void> {
  const why = whyNoKeyName(added.name);
  if (why !== null) throw nameFault(`${JSON.stringify(added.name)} cannot name a key: ${why}`);
  await change(dataDir, (keys) => {
    const same = keys.find(({ publicKey }) => publicKey === added.publicKey);
    const taken = keys.find(({ name }) => sameName(name, added.name));
    if (same !== undefined && same.name !== added.name) {
      throw nameFault(`the key ${shortKey(added.publicKey)} is called ${JSON.stringify(same.name)} already`);
    }
    if (taken !== undefined && taken !== same) {
      throw nameFault(`${JSON.stringify(taken.name)} is the name of ${shortKey(taken.publicKey)}`);
    }
    return same === undefined ? [...keys, added] : keys;
  });
}

/** By the key or by the name. Returns what was removed; throws a `Fault` (wrong-usage) where there is none. */
export async function removeTrustedKey(dataDir: string, keyOrName: string): Promise<TrustedKey> {
  let removed: TrustedKey | undefined;
  await change(dataDir, (keys) => {
    removed = keys.find(({ publicKey, name }) => publicKey === keyOrName || sameName(name, keyOrName));
    return keys.filter((key) => key !== removed);
  });
  if (removed !== undefined) return removed;
  throw new Fault('wrong-usage', `no trusted key is, or is called, ${JSON.stringify(keyOrName)}`, {
    remedy: 'Run "joulemark leaderboard trust list" for the keys and their names.',
  });
}

function nameFault(message: string): Fault {
  return new Fault('wrong-usage', message, {
    remedy: 'Choose another name, or remove the former one with "joulemark leaderboard trust remove".',
  });
}

/** One writer at a time: two that add at once must not forget each other's key. */
async function change(
  dataDir: string,
  edit: (keys: readonly TrustedKey[]) => readonly TrustedKey[],
): Promise<void> {
  const path = trustedKeysPath(dataDir);
  try {
    await mkdir(dirname(path), { recursive: true });
    await withLock(path, async () => {
      const file = await readTrustedFile(path);
      const keys = edit(file.keys);
      if (keys.length === file.keys.length) return;
      await writeWhole(path, `${JSON.stringify({ ...file, keys }, null, 2)}\n`);
    });
  } catch (cause) {
    throw fileFault('file-unwritable', 'write the trusted keys to', path, cause);
  }
}

async function readTrustedFile(path: string): Promise<TrustedFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return { schema: SCHEMA, keys: [] };
    throw fileFault('file-unreadable', 'read the trusted keys from', path, cause);
  }
  const file = fileSchema.safeParse(parseJson(text.replace(/^\uFEFF/, '')));
  if (file.success) return file.data;
  const issue = file.error.issues[0];
  throw new Fault(
    'file-unreadable',
    `${path} does not hold trusted keys (at ${issue?.path.join('.') || 'its top'})`,
    { remedy: 'Correct the file, or move it away: no other file holds the names that you gave.' },
  );
}
