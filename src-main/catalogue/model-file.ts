/** A model's file as shipped: found or built, and compared with its known hash before anything uses it. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '#core/errors.ts';
import { writeWhole } from '#disk/write-whole.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { openModelFile } from '#precision/files/open.ts';
import { findPackageFile } from './package-file.ts';
import { findOrStore } from './variant-store.ts';

export interface ModelPlaces {
  /** May hold models made beforehand, under `variants/`. */
  readonly packageRoot: string;
  /** Where models are made and kept. */
  readonly cacheDir: string;
}

export interface ModelFile {
  readonly path: string;
  /** Names beside it of the files that hold its tensors. */
  readonly dataFiles: readonly string[];
  readonly sha256: string;
}

/** Rejects with `model-missing`, or with `model-altered` when the hash is not the definition's. */
export async function findModelFile(model: ModelDefinition, places: ModelPlaces): Promise<ModelFile> {
  const { source } = model;
  switch (source.kind) {
    case 'package':
      return checked(model, findPackageFile(places.packageRoot, source.name, source.file), []);
    case 'built':
      return builtFile(model, source.build, places);
    case 'file':
      return checked(model, source.path, source.dataFiles ?? (await dataFilesOf(source.path)));
  }
}

async function checked(
  model: ModelDefinition,
  path: string,
  dataFiles: readonly string[],
): Promise<ModelFile> {
  const found = await hashModelFiles(path, dataFiles).catch((cause: unknown) => {
    throw missing(model, path, cause);
  });
  if (found === model.sha256) return { path, dataFiles, sha256: found };
  throw new Fault(
    'model-altered',
    `${path} has SHA-256 ${found}, expected ${model.sha256}`,
    remedyFor(model),
  );
}

function missing(model: ModelDefinition, path: string, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = cause instanceof Fault ? reason : `cannot read ${path}: ${reason}`;
  return new Fault('model-missing', message, { cause, ...remedyFor(model) });
}

function remedyFor({ kind, id }: ModelDefinition): { remedy?: string } {
  if (kind !== 'imported') return {};
  return {
    remedy: `Put the file back, or import it again: joulemark models remove ${id}; joulemark models import FILE.`,
  };
}

async function dataFilesOf(path: string): Promise<readonly string[]> {
  await stat(path).catch((cause: unknown) => {
    throw new Fault('model-missing', `cannot read ${path}: ${String(cause)}`, { cause });
  });
  const opened = await openModelFile(path);
  await opened.close();
  return opened.dataFiles;
}

/** Made once and kept, since it takes seconds and, for the largest, about four times its size in memory. */
async function builtFile(
  { id, sha256 }: ModelDefinition,
  build: () => Uint8Array,
  { cacheDir }: ModelPlaces,
): Promise<ModelFile> {
  const stored = await findOrStore(join(cacheDir, 'built'), `${id}-${sha256}`, async (path) => {
    const bytes = build();
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== sha256) {
      throw new Fault('model-altered', `building ${id} gave SHA-256 ${found}, expected ${sha256}`, {
        remedy: 'This is a fault of Joulemark itself, or of the memory; please report it with the message.',
      });
    }
    await writeWhole(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return { dataFiles: [], report: null };
  });
  return { path: stored.path, dataFiles: [], sha256 };
}

/** Of the file and its data files together. */
export async function sizeOfModelFiles({ path, dataFiles }: Omit<ModelFile, 'sha256'>): Promise<number> {
  const files = [path, ...dataFiles.map((name) => join(dirname(path), name))];
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
