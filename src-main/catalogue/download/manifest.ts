/** A list of models that can be downloaded: what each is, where its files lie, and what vouches for them. */
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { nearest } from '#core/nearest.ts';
import { isTensorType } from '#core/tensor-check.ts';
import type { InputSpec } from '#core/suite.ts';

export const MANIFEST_SCHEMA = 'joulemark.models/1';

/** Both are parts of file names, so that nothing in a manifest can name a place outside the folder of downloads. */
const ID = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
const PRECISION = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
/** More than any model of today; a larger number is a mistake in the manifest. */
const MAX_BYTES = 2 ** 40;

const file = z
  .strictObject({
    /** Absolute, or relative to the manifest. */
    url: z.string().min(1),
    bytes: z.int().positive().max(MAX_BYTES).nullable(),
    /** null: not known to whoever wrote the manifest; then `lfs` says where to ask. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    /** The file is kept by Git LFS in a repository, whose record at that revision holds its hash. */
    lfs: z.boolean(),
  })
  .refine(({ sha256, lfs }) => sha256 !== null || lfs, {
    error: 'without a SHA-256 it must say "lfs": true, or nothing would vouch for the file',
  })
  .refine(({ sha256, bytes }) => (sha256 === null) === (bytes === null), {
    error: 'bytes and sha256 are known together, or null together',
  });

const variant = z.strictObject({
  /** As the repository names it; made by others, so not one of this program's own. */
  precision: z.string().regex(PRECISION),
  /** The model, then the files that its weights lie in, if any. */
  files: z.array(file).min(1),
});

const input = z.strictObject({
  name: z.string().min(1),
  type: z.custom<InputSpec['type']>(isTensorType, 'not a type of tensor'),
  dims: z.array(z.int().nonnegative()),
  meaning: z.string(),
});

const entry = z.strictObject({
  id: z.string().regex(ID),
  title: z.string().min(1),
  task: z.string().min(1),
  /** As the repository states it. */
  licence: z.string().min(1),
  source: z.strictObject({
    repository: z.string().min(1),
    url: z.string().min(1),
    /** A commit, or a branch, whose files may change. */
    revision: z.string().min(1),
  }),
  /** Whether whoever wrote the manifest downloaded and ran it. */
  tried: z.boolean(),
  inputs: z.array(input).min(1),
  variants: z.array(variant).min(1),
});

const manifest = z.strictObject({ schema: z.literal(MANIFEST_SCHEMA), models: z.array(entry) });

export type ManifestFile = z.infer<typeof file>;
export type ManifestVariant = z.infer<typeof variant>;
export type ManifestEntry = z.infer<typeof entry>;

export interface Manifest {
  readonly models: readonly ManifestEntry[];
  /** Where it was read, which relative addresses start from. */
  readonly base: URL;
}

/** Throws `wrong-usage` for text that is no such list. */
export function parseManifest(text: string, base: URL): Manifest {
  return checkManifest(parseJson(text, base), base);
}

/** The same of JSON that was read already. */
export function checkManifest(value: unknown, base: URL): Manifest {
  const parsed = manifest.safeParse(value);
  if (!parsed.success) throw invalid(base, z.prettifyError(parsed.error).replaceAll('\n', ' '));
  const { models } = parsed.data;
  const ids = models.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw invalid(base, `it names "${twice}" twice`);
  return { models, base };
}

/** Throws `unknown-model` with the nearest id. */
export function findEntry({ models }: Manifest, id: string): ManifestEntry {
  const found = models.find((each) => each.id === id);
  if (found !== undefined) return found;
  const ids = models.map((each) => each.id);
  const hint = nearest(id, ids);
  const remedy = hint === null ? `Those of the list: ${ids.join(', ')}.` : `Did you mean ${hint}?`;
  throw new Fault('unknown-model', `the list of downloads has no "${id}"`, { remedy });
}

/** Throws `unknown-precision`. */
export function findVariant({ id, variants }: ManifestEntry, precision: string): ManifestVariant {
  const found = variants.find((each) => each.precision === precision);
  if (found !== undefined) return found;
  const remedy = `It comes in ${variants.map((each) => each.precision).join(', ')}.`;
  throw new Fault('unknown-precision', `"${id}" does not come in ${precision}`, { remedy });
}

function parseJson(text: string, base: URL): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(base, error instanceof Error ? error.message : String(error));
  }
}

function invalid(base: URL, why: string): Fault {
  return new Fault('wrong-usage', `${base.href} is not a list of downloads (${MANIFEST_SCHEMA}): ${why}`, {
    remedy: 'Ask whoever keeps the list, or leave --manifest out to use the one that comes with Joulemark.',
  });
}
