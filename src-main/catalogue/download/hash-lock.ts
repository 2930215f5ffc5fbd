/** A note beside each downloaded file of what it was the first time: a later change at the host is refused. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { systemCode } from '#disk/file-fault.ts';
import { writeWhole } from '#disk/write-whole.ts';
import { diskFailure, reasonOf } from './errors.ts';

const lockSchema = z.object({
  schema: z.literal('joulemark.download/1'),
  url: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** `manifest`: the list named the hash; `repository`: the host's own record did, at the first download. */
  vouchedBy: z.enum(['manifest', 'repository']),
  /** The address of that record; null for a manifest. */
  record: z.string().nullable(),
  /** When it was checked, ISO 8601. */
  at: z.string(),
});

export type HashLock = z.infer<typeof lockSchema>;
export type Voucher = HashLock['vouchedBy'];

export const lockNoteOf = (target: string): string => `${target}.source.json`;

/** Null where there is none. Rejects with `file-unreadable`: a note that cannot be read may be the one that refuses. */
export async function readHashLock(target: string): Promise<HashLock | null> {
  const path = lockNoteOf(target);
  const remedy = `Remove ${path} to trust the host as at a first download.`;
  try {
    const parsed = lockSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Fault('file-unreadable', `${path} is no note of a download`, { remedy });
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (systemCode(cause) === 'ENOENT') return null;
    throw new Fault('file-unreadable', `cannot read ${path}: ${reasonOf(cause)}`, { cause, remedy });
  }
}

export async function writeHashLock(target: string, lock: Omit<HashLock, 'schema'>): Promise<void> {
  const path = lockNoteOf(target);
  const note: HashLock = { schema: 'joulemark.download/1', ...lock };
  await writeWhole(path, `${JSON.stringify(note, null, 1)}\n`).catch((cause: unknown) => {
    throw diskFailure(path, cause);
  });
}

/** Throws `download-altered` where the host now names other bytes for the same address than the first time. */
export function checkHashLock(
  lock: HashLock | null,
  now: { readonly url: string; readonly sha256: string },
  target: string,
): void {
  if (lock === null || lock.url !== now.url || lock.sha256 === now.sha256) return;
  throw new Fault(
    'download-altered',
    `${now.url} is said to have SHA-256 ${now.sha256}, and had ${lock.sha256} on ${lock.at.slice(0, 10)}`,
    {
      remedy: `The file was changed at its host. To accept the new one, remove ${lockNoteOf(target)} and download again.`,
    },
  );
}
