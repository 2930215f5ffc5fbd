/** Where the secret keys of this installation lie, and how a file gets there: whole, private and only once. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from '#disk/file-fault.ts';
import { fsyncFolder } from '#disk/fsync-folder.ts';
import { withLock } from '../leaderboard/lock.ts';

/** Of the command line, and of an app whose system offers no protection. */
export function plainKeyPath(dataDir: string): string {
  return join(dataDir, 'keys', 'installation.pem');
}

/** Of an app whose system protects it; only the app can use it. */
export function protectedKeyPath(dataDir: string): string {
  return join(dataDir, 'keys', 'app.json');
}

/** Disks and shares without hard links say it in one of these ways. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR']);

/**
 * Makes the file with mode 0600, in a folder with mode 0700. It appears whole or not at all, and is on the disk
 * when this resolves. False: it was there already, perhaps since a moment ago, and is as it was.
 */
export async function createOnce(path: string, content: string): Promise<boolean> {
  const folder = dirname(path);
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (systemCode(error) !== 'EEXIST') throw error;
  });
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writePrivate(temporary, content);
    const created = await linkOnce(temporary, path);
    await fsyncFolder(folder);
    await fsyncFolder(dirname(folder));
    return created;
  } finally {
    await unlink(temporary).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw error;
    });
  }
}

async function writePrivate(path: string, content: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A hard link is never made over a file that is there: of two programs, one wins. */
async function linkOnce(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(systemCode(error) ?? '')) throw error;
  }
  return withLock(path, async () => {
    const there = await stat(path).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw error;
      return null;
    });
    if (there === null) await rename(temporary, path);
    return there === null;
  });
}
