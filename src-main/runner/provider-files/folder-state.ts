/** Whose the files in the folder are: ours by the receipt, or anybody's. */
import { lstat, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFailure } from '#catalogue/download/errors.ts';
import { hashOf } from '#catalogue/download/part.ts';
import { Fault } from '#core/errors.ts';
import { systemCode } from '#disk/file-fault.ts';
import type { Receipt, ReceiptFile } from './receipt.ts';
import { FILE_NAMES, type FileName } from './target.ts';

/** `ours`: as the receipt says. `other`: there, and no receipt knows it, or it was changed since. */
export type FileState = 'absent' | 'ours' | 'other';
export type FolderState = Readonly<Record<FileName, FileState>>;

/** A file on its way; it stands beside its place, so that putting it there is one step of the file system. */
export const temporaryOf = (folder: string, name: FileName): string => join(folder, `${name}.joulemark-new`);

export async function lookAt(folder: string, receipt: Receipt | null): Promise<FolderState> {
  const states = {} as Record<FileName, FileState>;
  for (const name of FILE_NAMES) {
    const file = receipt?.files.find((each) => each.name === name);
    states[name] = await stateOf(join(folder, name), file);
  }
  return states;
}

async function stateOf(path: string, file: ReceiptFile | undefined): Promise<FileState> {
  const stats = await lstat(path).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return null;
    throw new Fault('file-unreadable', `cannot look at ${path}`, { cause });
  });
  if (stats === null) return 'absent';
  if (file === undefined || !stats.isFile() || stats.size !== file.bytes) return 'other';
  const sha256 = (await hashOf(path, file.bytes, 'sha256')).digest('hex');
  return sha256 === file.sha256 ? 'ours' : 'other';
}

export function namesIn(states: FolderState, state: FileState): FileName[] {
  return FILE_NAMES.filter((name) => states[name] === state);
}

/** Of an installation that was killed. Only names that this program gives are touched. */
export async function removeTemporaries(folder: string): Promise<void> {
  for (const name of FILE_NAMES) await removeFile(temporaryOf(folder, name));
}

/** One that is not there is none to remove. Rejects with `file-unwritable`. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true }).catch((cause: unknown) => {
    throw diskFailure(path, cause);
  });
}

/** Until then a loss of power may undo what was renamed or removed. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
