/** A new or renamed file survives a power cut only when its folder has been synced too. */
import { open } from 'node:fs/promises';
import { systemCode } from './file-fault.ts';

/** Windows cannot open folders, and some network shares cannot sync them: there is no more to be done. */
const IMPOSSIBLE = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'ENOSYS', 'EBADF']);

export async function fsyncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!IMPOSSIBLE.has(systemCode(error) ?? '')) throw error;
  }
}
