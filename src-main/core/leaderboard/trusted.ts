/** Names that a person has given to keys of others. */

/** Public key (hex, lower case) → the name given to it. */
export type TrustedKeys = ReadonlyMap<string, string>;

/** null: nobody signed, or the key has no name here. */
export function nameOfKey(trusted: TrustedKeys, publicKey: string | null): string | null {
  return publicKey === null ? null : (trusted.get(publicKey) ?? null);
}

/** What `joulemark leaderboard key` prints begins with this; so a key tells what it is. */
const KEY_PREFIX = 'ed25519:';

/** As people give a key to each other. */
export function keyText(publicKey: string): string {
  return `${KEY_PREFIX}${publicKey}`;
}

/** Takes the 64 hex digits, with or without what `keyText` puts before them; null: it is no key. */
export function parseKeyText(text: string): string | null {
  const bare = text.trim().toLowerCase();
  const digits = bare.startsWith(KEY_PREFIX) ? bare.slice(KEY_PREFIX.length) : bare;
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

/** Enough of a key to tell it from others at a glance; who compares in earnest compares all of it. */
export function shortKey(publicKey: string): string {
  return `${publicKey.slice(0, 12)}…`;
}

const MAX_NAME_LENGTH = 60;

/**
 * Why the text cannot name a key; null: it can. A name stands beside figures in tables and pages, so it holds
 * nothing invisible and nothing that turns the direction of writing, and it cannot be taken for a key.
 */
export function whyNoKeyName(name: string): string | null {
  if (name.trim() === '') return 'it is empty';
  if (name !== name.trim()) return 'it begins or ends with a space';
  if ([...name].length > MAX_NAME_LENGTH) return `it is longer than ${MAX_NAME_LENGTH} characters`;
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return 'it holds characters that cannot be seen';
  if (parseKeyText(name) !== null) return 'it looks like a key';
  return sameName(name, OWN_NAME) ? `"${OWN_NAME}" stands for the key of this installation` : null;
}

/** In lists, the installation's own key. */
export const OWN_NAME = 'this installation';

/** Names that people would take for one another are the same name. */
export function sameName(a: string, b: string): boolean {
  return foldName(a) === foldName(b);
}

const foldName = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ');
