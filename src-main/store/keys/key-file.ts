/** Reads a file that holds a secret key, and sees to it that nobody else can. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';

/** A key takes some hundred bytes. */
const MAX_KEY_FILE_BYTES = 64 * 1024;

export interface KeyText {
  readonly text: string;
  /** What was amiss with the file and was mended, or could not be, in sentences for people. */
  readonly notices: readonly string[];
}

/**
 * null: there is no such file. Throws a `Fault` (key-unreadable) for one that cannot be a key's.
 *
 * A file that others can read is mended and told of, not refused: whoever could read it has had their chance, so
 * refusing protects nothing that mending does not, and on disks without modes it would refuse for ever.
 */
export async function readKeyFile(path: string, platform = process.platform): Promise<KeyText | null> {
  let handle: FileHandle;
  try {
    // Opening a pipe for reading would wait for its writer.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw unreadable(path, cause);
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Fault('key-unreadable', `${path} is not a regular file`);
    if (stats.size > MAX_KEY_FILE_BYTES) throw new Fault('key-unreadable', `${path} is too long for a key`);
    const text = await handle.readFile('utf8');
    if (text.trim() === '') throw new Fault('key-unreadable', `the key file ${path} is empty`);
    // Windows has no such modes; there the folder of the user's data keeps others out.
    const isOpen = platform !== 'win32' && (stats.mode & 0o077) !== 0;
    return { text, notices: isOpen ? [await closeToOthers(path, handle)] : [] };
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await handle.close();
  }
}

function unreadable(path: string, cause: unknown): Fault {
  return fileFault('key-unreadable', 'read the key', path, cause);
}

async function closeToOthers(path: string, handle: FileHandle): Promise<string> {
  const risk = 'whoever read it can sign in the name of this installation';
  try {
    await handle.chmod(0o600);
    if (((await handle.stat()).mode & 0o077) === 0) {
      return `The key file ${path} could be read by other users of this machine; its mode is 0600 now. If somebody may have read it, move it away (${risk}), and a new key is made.`;
    }
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
  return `The key file ${path} can be read by other users of this machine, and its mode cannot be changed (chmod 600 failed): ${risk}. Set JOULEMARK_DATA to a folder on a disk that keeps file modes, or take the file over.`;
}
