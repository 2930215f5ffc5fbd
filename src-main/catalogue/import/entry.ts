/** The imported models of a person, as small JSON files in their data folder. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { PRECISIONS } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { NORMALISATIONS } from '#core/import-wishes.ts';
import type { InputSpec } from '#core/suite.ts';
import { isTensorType } from '#core/tensor-check.ts';
import { systemCode } from '#disk/file-fault.ts';
import { writeWhole } from '#disk/write-whole.ts';
import { valuesSchema } from '../feeds/seeded.ts';

export const ENTRY_SCHEMA = 'joulemark.model/1';
/** As in file names, on every system. */
const ID = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const inputSchema = z.object({
  name: z.string().min(1),
  type: z.custom<InputSpec['type']>(isTensorType, 'not a type of tensor'),
  dims: z.array(z.int().nonnegative()),
  meaning: z.string(),
});

export const entrySchema = z.object({
  schema: z.literal(ENTRY_SCHEMA),
  id: z.string().regex(ID),
  /** Absolute. The model itself stays where it is. */
  path: z.string().min(1),
  dataFiles: z.array(z.string().min(1)),
  sha256,
  inputs: z.array(inputSchema).min(1),
  /** Where the inputs' values come from. */
  source: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('seeded'),
      seed: z.int().nonnegative(),
      /** By input. */
      values: z.record(z.string(), valuesSchema),
    }),
    z.object({
      kind: z.literal('given'),
      path: z.string().min(1),
      normalisation: z.enum(NORMALISATIONS),
      /** Of the feeds as read: others under the same path are not what was imported. */
      sha256,
    }),
  ]),
  classOutput: z.string().nullable(),
  minSqnrDb: z.number().nullable(),
  cost: z
    .object({
      macs: z.number().nonnegative(),
      parameters: z.number().nonnegative(),
      bytes: z.number().positive(),
    })
    .nullable(),
  precisions: z.array(z.enum(PRECISIONS)).min(1),
});
export type ImportEntry = z.infer<typeof entrySchema>;

/** A file of the folder that is no entry, and why. */
export interface BrokenEntry {
  readonly id: string;
  readonly path: string;
  readonly reason: string;
}

export interface Entries {
  readonly entries: readonly ImportEntry[];
  readonly broken: readonly BrokenEntry[];
}

const folderOf = (dataDir: string): string => join(dataDir, 'models');
const pathOf = (dataDir: string, id: string): string => join(folderOf(dataDir), `${id}.json`);

/** In the order of their ids. A file that cannot be read is told apart, and keeps no other from being listed. */
export async function readEntries(dataDir: string): Promise<Entries> {
  const names = await readdir(folderOf(dataDir)).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw new Fault('file-unreadable', `cannot read ${folderOf(dataDir)}: ${String(error)}`, {
      cause: error,
    });
  });
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  const read = await Promise.all(ids.sort().map((id) => readEntry(pathOf(dataDir, id), id)));
  return {
    entries: read.flatMap((each) => ('schema' in each ? [each] : [])),
    broken: read.flatMap((each) => ('reason' in each ? [each] : [])),
  };
}

async function readEntry(path: string, id: string): Promise<ImportEntry | BrokenEntry> {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (!parsed.success) return { id, path, reason: z.prettifyError(parsed.error).replaceAll('\n', ' ') };
    return parsed.data.id === id ? parsed.data : { id, path, reason: `it describes "${parsed.data.id}"` };
  } catch (error) {
    return { id, path, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Replaces the whole file or nothing. Rejects with `file-unwritable`. */
export async function writeEntry(dataDir: string, entry: ImportEntry): Promise<string> {
  const path = pathOf(dataDir, entry.id);
  try {
    await mkdir(folderOf(dataDir), { recursive: true });
    await writeWhole(path, `${JSON.stringify(entry, null, 1)}\n`);
    return path;
  } catch (cause) {
    throw new Fault('file-unwritable', `cannot write ${path}: ${String(cause)}`, { cause });
  }
}

/** True where there was one, whole or broken. The model's own file is left alone. Rejects with `file-unwritable`. */
export async function removeEntry(dataDir: string, id: string): Promise<boolean> {
  if (!ID.test(id)) return false;
  const path = pathOf(dataDir, id);
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw new Fault('file-unwritable', `cannot remove ${path}: ${String(error)}`, { cause: error });
  }
}

/** Throws `wrong-usage` for what cannot be an id. */
export function checkId(id: string): void {
  if (ID.test(id)) return;
  throw new Fault(
    'wrong-usage',
    `"${id}" cannot be an id: at most 64 of a–z, 0–9, ".", "_" and "-", with a letter or digit at both ends`,
    { remedy: `For example: ${idFrom(id)}.` },
  );
}

/** From a file's name; for a name that says nothing, from its folder's, too. */
export function idOfFile(file: string): string {
  const stem = basename(file).replace(/\.onnx$/i, '');
  const says = !/^(model|network|onnx)$/i.test(stem);
  return idFrom(says ? stem : `${basename(dirname(file))}-${stem}`);
}

/** Always one that `checkId` takes. */
export function idFrom(words: string): string {
  const plain = words
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 60)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return plain === '' ? 'model' : plain;
}
