/** Whether a disk has room, asked before it is filled. */
import { statfs } from 'node:fs/promises';
import { diskFailure } from '#catalogue/download/errors.ts';
import { Fault } from '#core/errors.ts';

/** Rejects with `file-unwritable`. */
export async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder).catch((cause: unknown) => {
    throw diskFailure(folder, cause);
  });
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new Fault(
    'file-unwritable',
    `${folder} has room for ${megabytes(freeBytes)}, and ${megabytes(neededBytes)} are needed`,
    { remedy: 'Free some space, then run the same command again: it resumes.' },
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
