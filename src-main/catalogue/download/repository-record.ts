/**
 * What a repository itself says of a file that Git LFS keeps: its SHA-256 and its size. Hugging Face lists both for
 * a folder at `/api/models/OWNER/NAME/tree/REVISION/FOLDER` (`lfs.oid`, `lfs.size`; Hub API, "PathInfo"), and gives the
 * pointer that stands in the repository at `/OWNER/NAME/raw/REVISION/PATH` (git-lfs/docs/spec.md). The record comes
 * from the host that the file comes from: it vouches for a whole transfer, not for the host.
 */
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { getText, type Network } from './network.ts';

const MAX_LIST_BYTES = 4_000_000;
/** The specification's own limit for a pointer is 1024. */
const MAX_POINTER_BYTES = 1024;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const listSchema = z.array(
  z.object({ path: z.string(), lfs: z.object({ oid: sha256, size: z.int().positive() }).optional() }),
);

export interface FileRecord {
  readonly sha256: string;
  readonly bytes: number;
  /** The address that said so. */
  readonly from: string;
}

interface Place {
  readonly origin: string;
  /** `OWNER/NAME` */
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
}

/** Rejects with `download-failed` where the repository has no such record, or `Transient`. */
export async function repositoryRecord(url: URL, network: Network): Promise<FileRecord> {
  const { origin, repository, revision, path } = placeOf(url);
  const folder = path.split('/').slice(0, -1).join('/');
  const list = new URL(`${origin}/api/models/${repository}/tree/${revision}/${folder}`.replace(/\/$/, ''));
  const listed = await listedIn(list, path, network);
  if (listed !== null) return { ...listed, from: list.href };
  const pointer = new URL(`${origin}/${repository}/raw/${revision}/${path}`);
  const pointed = parsePointer(await getText(pointer, MAX_POINTER_BYTES, network));
  if (pointed !== null) return { ...pointed, from: pointer.href };
  throw new Fault(
    'download-failed',
    `${pointer.href} is no Git LFS pointer, so nothing vouches for the file`,
  );
}

/** Null where the list does not show the file, or is no such list. */
async function listedIn(list: URL, path: string, network: Network): Promise<Omit<FileRecord, 'from'> | null> {
  const text = await getText(list, MAX_LIST_BYTES, network).catch((error: unknown) => {
    // A mirror may have no such service: the pointer is asked for then.
    if (error instanceof Fault) return null;
    throw error;
  });
  const parsed = listSchema.safeParse(text === null ? null : parseJson(text));
  const lfs = parsed.data?.find((each) => each.path === decodeURIComponent(path))?.lfs;
  return lfs === undefined ? null : { sha256: lfs.oid, bytes: lfs.size };
}

/** Null for text that is not a pointer (git-lfs/docs/spec.md, version 1). */
export function parsePointer(text: string): Omit<FileRecord, 'from'> | null {
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return null;
  const oid = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const bytes = Number(/^size (\d+)$/m.exec(text)?.[1]);
  return oid === undefined || !Number.isSafeInteger(bytes) || bytes === 0 ? null : { sha256: oid, bytes };
}

/** `ORIGIN/OWNER/NAME/resolve/REVISION/PATH` */
function placeOf(url: URL): Place {
  const [, owner, name, verb, revision, ...rest] = url.pathname.split('/');
  const isKnown = verb === 'resolve' && owner && name && revision && rest.join('') !== '';
  if (isKnown) return { origin: url.origin, repository: `${owner}/${name}`, revision, path: rest.join('/') };
  throw new Fault(
    'download-failed',
    `${url.href} is not of the form /OWNER/NAME/resolve/REVISION/PATH, so its hash cannot be asked for`,
  );
}
