/** Rewritten models in a folder, each beside a note of its hash: what is not whole is not there. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { sha256 } from './model-file.ts';

/** Beside each file, as JSON. The report's shape belongs to whoever rewrote the model. */
const noteSchema = z.object({ sha256: z.string(), report: z.unknown() });

export interface StoredVariant {
  readonly path: string;
  readonly sha256: string;
  readonly report: unknown;
}

/** The stored file if it is whole: null when it or its note is missing, unreadable or altered. */
export async function findStored(folder: string, name: string): Promise<StoredVariant | null> {
  const path = join(folder, `${name}.onnx`);
  const [bytes, note] = await Promise.all([readIfThere(path), readIfThere(`${path}.json`)]);
  if (!bytes || !note) return null;
  const parsed = noteSchema.safeParse(parseJson(note.toString('utf8')));
  if (!parsed.success || sha256(bytes) !== parsed.data.sha256) return null;
  return { path, ...parsed.data };
}

/** Both files are written to temporary ones and renamed; the note last, so that it vouches for a whole file. */
export async function store(
  folder: string,
  name: string,
  bytes: Uint8Array,
  report: unknown,
): Promise<StoredVariant> {
  const path = join(folder, `${name}.onnx`);
  const note = { sha256: sha256(bytes), report };
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    await writeFileAtomic(`${path}.json`, `${JSON.stringify(note)}\n`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('file-unwritable', `cannot keep the rewritten model ${path}: ${reason}`, { cause });
  }
  return { path, ...note };
}

/** Whatever keeps a stored file from being read, the answer is to make it again. */
function readIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch(() => null);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
