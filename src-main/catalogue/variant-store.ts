/** Models made here, in a folder, each beside a note of its hash: what is not whole is not there. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { writeWhole } from '#disk/write-whole.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import { findOrMake } from './entry-lock.ts';

/** Beside each model, as JSON. The report's shape belongs to whoever made the model. */
const noteSchema = z.object({
  sha256: z.string(),
  /** Names beside the model: nothing outside its folder is ever read or hashed. */
  dataFiles: z.array(z.string().regex(/^[^/\\]+$/)),
  /** Seconds that making it took. */
  madeInS: z.number().nonnegative(),
  report: z.unknown(),
});

/** Of its file and its data files; see `hashModelFiles`. */
export interface StoredModel extends z.infer<typeof noteSchema> {
  readonly path: string;
}

/** Writes a model to `path` (and files beside it whose names begin with the same), and says what it wrote. */
export type Maker = (
  path: string,
) => Promise<{ readonly dataFiles: readonly string[]; readonly report: unknown }>;

/** The stored model if it is whole: null when a file of it or its note is missing, unreadable or altered. */
export async function findStored(folder: string, name: string): Promise<StoredModel | null> {
  const path = join(folder, `${name}.onnx`);
  const text = await readFile(noteOf(path), 'utf8').catch(() => null);
  const note = noteSchema.safeParse(text === null ? null : parseJson(text));
  if (!note.success) return null;
  // Whatever keeps a file from being read, the answer is to make it again.
  const sha256 = await hashModelFiles(path, note.data.dataFiles).catch(() => null);
  return sha256 === note.data.sha256 ? { path, ...note.data } : null;
}

/**
 * The stored model, or a new one. The note is written last, so that it vouches for whole files, and says what was read
 * back from the disk. Rejects with `file-unwritable`, or with what `make` rejects with.
 */
export async function findOrStore(folder: string, name: string, make: Maker): Promise<StoredModel> {
  const path = join(folder, `${name}.onnx`);
  try {
    return await findOrMake(
      path,
      () => findStored(folder, name),
      () => store(path, make),
    );
  } catch (cause) {
    if (cause instanceof Fault || !(cause instanceof Error && 'code' in cause)) throw cause;
    throw new Fault('file-unwritable', `cannot keep the model ${path}: ${cause.message}`, { cause });
  }
}

async function store(path: string, make: Maker): Promise<StoredModel> {
  await removeRemains(path);
  const startedMs = performance.now();
  const { dataFiles, report } = await make(path);
  const madeInS = (performance.now() - startedMs) / 1000;
  const note = { sha256: await hashModelFiles(path, dataFiles), dataFiles: [...dataFiles], madeInS, report };
  await writeWhole(noteOf(path), `${JSON.stringify(note)}\n`);
  return { path, ...note };
}

const noteOf = (path: string): string => `${path}.json`;

/** What a process that died over this model left: half files, temporary ones. The note goes first. */
async function removeRemains(path: string): Promise<void> {
  await rm(noteOf(path), { force: true });
  const names = await readdir(dirname(path));
  const remains = names.filter((name) => name.startsWith(basename(path)) && !name.endsWith('.lock'));
  for (const name of remains) await rm(join(dirname(path), name), { force: true });
}
