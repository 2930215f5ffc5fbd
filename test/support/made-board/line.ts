/** The text of a made submission: canonical, with its id and signature. */
import { createHash } from 'node:crypto';
import { canonicalText } from '#core/leaderboard/identity.ts';
import { SUBMISSION_SCHEMA, type Submission } from '#core/leaderboard/schema.ts';
import { signatureOf, type Signer } from '#core/leaderboard/signature.ts';

export interface MadeLine {
  readonly id: string;
  readonly line: string;
}

/**
 * Parts whose keys are already in the order of RFC 8785: JSON.stringify gives their canonical text, in a third
 * of the time. `madeBoard`'s tests hold each line against the program's own `canonicalText`.
 */
const IN_ORDER = new Set(['windows']);

/** Parts that many lines share, by identity. */
const texts = new WeakMap<object, string>();

/**
 * Everything but `id` and `signature`, joined from its parts: the same text as `canonicalText` of the whole. The
 * hash is Node's, which is the same SHA-256 as the program's and faster.
 */
export function lineOf(payload: Omit<Submission, 'id' | 'signature'>, signer: Signer | null): MadeLine {
  const names = Object.keys(payload).sort() as (keyof typeof payload)[];
  const parts = names.map(
    (name) => [name, `${JSON.stringify(name)}:${partText(name, payload[name])}`] as const,
  );
  const join = (all: readonly (readonly [string, string])[]) => `{${all.map(([, text]) => text).join(',')}}`;
  const id = createHash('sha256').update(join(parts)).digest('hex');
  const signature = signer === null ? null : signatureOf(SUBMISSION_SCHEMA, id, signer);
  const whole = [
    ...parts,
    ['id', `"id":"${id}"`] as const,
    ['signature', `"signature":${signature === null ? 'null' : canonicalText({ ...signature })}`] as const,
  ];
  return { id, line: join(whole.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function partText(name: string, value: unknown): string {
  if (typeof value !== 'object' || value === null || IN_ORDER.has(name)) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = canonicalText(value as Record<string, unknown>);
  texts.set(value, text);
  return text;
}
