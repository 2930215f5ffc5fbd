/** Puts new contents in the place of a file in one step: whoever reads it sees the old ones or the new ones, whole. */
import { randomBytes } from 'node:crypto';
import { fchmodSync, fchownSync, fstatSync, statSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from './file-fault.ts';
import { fsyncFolder } from './fsync-folder.ts';

/** Takes the bytes before it resolves: the buffer is used again. */
export type Sink = (bytes: Uint8Array) => Promise<void>;

/** Takes the step that puts the new file in the place of the old one, or throws. */
export type Publish = (step: () => Promise<void>) => Promise<void>;

/**
 * `path`: a true path. `fill` writes all, and `publish` then takes the last step. When it resolves, the contents are
 * on the disk; when it rejects, the file is as it was, and nothing is left beside it.
 */
export async function replaceFile(
  path: string,
  fill: (write: Sink) => Promise<void>,
  publish: Publish,
): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    const handle = await open(temporary, 'wx', 0o666);
    try {
      takeOver(handle.fd, path);
      await fill((bytes) => writeAll(handle, bytes));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await publish(() => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await fsyncFolder(dirname(path));
}

/** On the same disk, so that it can take the place in one step. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.joulemark-new`);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

/** No file yet; or only its owner may give it away, and then the folder's rules decide. */
const NOT_TAKEN_OVER = new Set(['ENOENT', 'EPERM', 'EACCES', 'ENOSYS', 'ENOTSUP']);

/** Who may read and write the file at `path` holds for the open one, too. Four short calls, made at once. */
export function takeOver(file: number, path: string): void {
  try {
    const { mode, uid, gid } = statSync(path);
    const own = fstatSync(file);
    if (own.uid !== uid || own.gid !== gid) fchownSync(file, uid, gid);
    fchmodSync(file, mode & 0o777);
  } catch (error) {
    if (!NOT_TAKEN_OVER.has(systemCode(error) ?? '')) throw error;
  }
}
