/** What has come of a file so far, beside a note of what it is a part of. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson } from '#core/json.ts';
import { systemCode } from '#disk/file-fault.ts';
import { writeWhole } from '#disk/write-whole.ts';
import type { Checksum } from './checksum.ts';

const noteSchema = z.object({
  url: z.string(),
  checksum: z.object({ algorithm: z.enum(['sha256', 'sha512']), hex: z.string() }),
  bytes: z.int().positive(),
  /** What the server called this version of the file; null: it did not. */
  etag: z.string().nullable(),
});

export type PartNote = z.infer<typeof noteSchema>;

export interface Part {
  readonly bytes: number;
  readonly etag: string | null;
}

export const partOf = (target: string): string => `${target}.part`;
const noteOf = (target: string): string => `${target}.part.json`;

/** Null where there is none, or one of another file: then the download starts at the beginning. */
export async function findPart(target: string, wanted: Omit<PartNote, 'etag'>): Promise<Part | null> {
  const note = noteSchema.safeParse(parseJson(await readFile(noteOf(target), 'utf8').catch(() => 'null')));
  const size = await stat(partOf(target)).then(
    (stats) => (stats.isFile() ? stats.size : null),
    () => null,
  );
  if (!note.success || size === null || size === 0 || size > wanted.bytes) return null;
  const { url, checksum, bytes, etag } = note.data;
  const { algorithm, hex } = wanted.checksum;
  const isSame =
    url === wanted.url && bytes === wanted.bytes && checksum.algorithm === algorithm && checksum.hex === hex;
  return isSame ? { bytes: size, etag } : null;
}

/** Written before the first byte of the part, so that a part without its note is never taken for one. */
export async function notePart(target: string, note: PartNote): Promise<void> {
  await writeWhole(noteOf(target), `${JSON.stringify(note)}\n`);
}

export async function removePart(target: string): Promise<void> {
  await rm(partOf(target), { force: true });
  await rm(noteOf(target), { force: true });
}

/** Once the part has become the file. */
export async function removePartNote(target: string): Promise<void> {
  await rm(noteOf(target), { force: true });
}

/** The hash over the first `bytes` of a file, ready for what follows. */
export async function hashOf(path: string, bytes: number, algorithm: Checksum['algorithm']): Promise<Hash> {
  const hash = createHash(algorithm);
  if (bytes === 0) return hash;
  for await (const chunk of createReadStream(path, { end: bytes - 1 })) hash.update(chunk as Buffer);
  return hash;
}

/** Null where there is no such file. */
export async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    },
  );
}
