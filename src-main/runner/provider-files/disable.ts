/** Takes away what `enable` put there, and nothing else. */
import { join } from 'node:path';
import { forgetPackage } from './fetch-package.ts';
import { lookAt, namesIn, removeFile, removeTemporaries, syncFolder } from './folder-state.ts';
import { readReceipt, receiptPath, removeReceipt, type Receipt } from './receipt.ts';
import { checkWritable, findTarget, type FileName } from './target.ts';
import { withFolder, type FilesRequest } from './with-folder.ts';

export interface DisableReport {
  readonly folder: string;
  readonly removed: readonly FileName[];
  /** There, but not as they were installed, or not installed by us at all. */
  readonly left: readonly FileName[];
  /** What undoing went by; null: nothing was installed. */
  readonly receipt: Receipt | null;
}

/** The receipt goes last, so that a killed run can be repeated. Rejects with `provider-missing` or `file-unwritable`. */
export async function disableProvider(request: FilesRequest): Promise<DisableReport> {
  const { places, platform } = request;
  const target = await findTarget(places, platform);
  await checkWritable(target);
  const { folder, version } = target;
  const note = receiptPath(places.dataDir, folder);
  return withFolder(target, request, async (network) => {
    const receipt = await readReceipt(note);
    const state = await lookAt(folder, receipt);
    const removed = namesIn(state, 'ours');
    await removeTemporaries(folder);
    for (const name of removed) await removeFile(join(folder, name));
    await syncFolder(folder);
    await removeReceipt(note);
    await forgetPackage(places.cacheDir, version, network);
    return { folder, removed, left: namesIn(state, 'other'), receipt };
  });
}
