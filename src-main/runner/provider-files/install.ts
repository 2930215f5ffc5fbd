/** Puts the libraries of a checked package into their place, all or none; killed half-way, the next run mends it. */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFailure } from '#catalogue/download/errors.ts';
import type { StopSignal } from '#core/ports.ts';
import { namesIn, removeFile, removeTemporaries, syncFolder, temporaryOf } from './folder-state.ts';
import type { FolderState } from './folder-state.ts';
import { checkIdentity, extract, findEntry, withPackage } from './package-zip.ts';
import type { OnFilesProgress } from './progress.ts';
import { writeReceipt, type Receipt, type ReceiptFile } from './receipt.ts';
import { checkRoom } from './room.ts';
import { FILE_NAMES, inPackage, PACKAGE_ID, type FilesTarget } from './target.ts';

export interface Installation {
  /** A package whose checksum is right already. */
  readonly packagePath: string;
  readonly target: FilesTarget;
  /** None of its files is `other`. */
  readonly before: FolderState;
  readonly receiptPath: string;
  readonly origin: Pick<Receipt, 'source' | 'sha512' | 'vouchedBy' | 'at'>;
  readonly signal: StopSignal;
  readonly onProgress: OnFilesProgress;
}

/**
 * In this order, so that at every moment the receipt covers what is there: the new files whole under temporary names; what
 * an older receipt lists removed; the new receipt; the new names. Rejects with a `Fault`; no temporary file is left then.
 */
export async function install(installation: Installation): Promise<Receipt> {
  const { folder } = installation.target;
  try {
    const receipt = await putInPlace(installation);
    await syncFolder(folder);
    return receipt;
  } catch (error) {
    await removeTemporaries(folder);
    throw error;
  }
}

async function putInPlace(installation: Installation): Promise<Receipt> {
  const { target, before, receiptPath, origin, onProgress } = installation;
  const { folder, version } = target;
  const files = await unpack(installation);
  for (const name of namesIn(before, 'ours')) await removeFile(join(folder, name));
  const schema = 'joulemark.provider-files/1';
  const receipt: Receipt = { schema, package: PACKAGE_ID, version, folder, files, ...origin };
  await writeReceipt(receiptPath, receipt);
  for (const { name, bytes } of files) {
    onProgress({ stage: 'install', file: name, bytes, totalBytes: bytes });
    await rename(temporaryOf(folder, name), join(folder, name)).catch((cause: unknown) => {
      throw diskFailure(join(folder, name), cause);
    });
  }
  return receipt;
}

async function unpack({ packagePath, target, signal, onProgress }: Installation): Promise<ReceiptFile[]> {
  const { folder, version } = target;
  return withPackage(packagePath, async (opened) => {
    await checkIdentity(opened, PACKAGE_ID, version);
    const entries = FILE_NAMES.map((name) => ({ name, entry: findEntry(opened, inPackage(name)) }));
    const totalBytes = entries.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
    await checkRoom(folder, totalBytes);
    const files: ReceiptFile[] = [];
    for (const { name, entry } of entries) {
      onProgress({ stage: 'unpack', file: name, bytes: 0, totalBytes: entry.uncompressedSize });
      files.push({ name, ...(await extract(opened, entry, temporaryOf(folder, name), signal)) });
    }
    return files;
  });
}
