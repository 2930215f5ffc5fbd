/** Adds ONNX Runtime's CUDA and TensorRT libraries to this installation. The same for the terminal and the window. */
import { givenAddress } from '#catalogue/download/addresses.ts';
import { Fault } from '#core/errors.ts';
import { withFetchedPackage } from './fetch-package.ts';
import { lookAt, namesIn, removeTemporaries } from './folder-state.ts';
import { install } from './install.ts';
import { libraryFinder, needsOf, type NeedsReport } from './needs.ts';
import type { OnFilesProgress } from './progress.ts';
import { readReceipt, receiptPath, type Receipt } from './receipt.ts';
import { givenChecksum } from './sha512.ts';
import { checkWritable, FILE_NAMES, findTarget, type FilesTarget } from './target.ts';
import { withFolder, type FilesRequest } from './with-folder.ts';

/** As onnxruntime-node's own installer names it. */
export const NUGET = 'https://api.nuget.org/v3/index.json';

export interface EnableRequest extends FilesRequest {
  /** The service index of another NuGet feed, such as a company's mirror; null: nuget.org's. */
  readonly feed: string | null;
  /** A package at another address or path; null: where the feed keeps it. */
  readonly from: string | null;
  /** Of the package, in Base64 or hexadecimal; null: as the feed says. */
  readonly sha512: string | null;
  /** Where a relative path starts. */
  readonly cwd: string;
  readonly onProgress: OnFilesProgress;
}

export interface EnableReport {
  /** They were there already, as the receipt says; nothing was fetched. */
  readonly kept: boolean;
  readonly receipt: Receipt;
  readonly receiptPath: string;
  readonly libraries: NeedsReport;
}

/**
 * Rejects with a `Fault`: `provider-missing` on other platforms; `file-unwritable`, also where files of others are in the
 * way; `wrong-usage`, `download-failed`, `download-altered`, `interrupted`. Nothing is installed then.
 */
export async function enableProvider(request: EnableRequest): Promise<EnableReport> {
  const { places, platform, env, cwd } = request;
  const from = request.from === null ? null : givenAddress(request.from, cwd);
  const feed = feedAddress(request.feed ?? NUGET, cwd);
  const checksum = request.sha512 === null ? null : givenChecksum(request.sha512);
  const target = await findTarget(places, platform);
  await checkWritable(target);
  const note = receiptPath(places.dataDir, target.folder);
  const { kept, receipt } = await withFolder(target, request, async (network) => {
    await removeTemporaries(target.folder);
    const former = await readReceipt(note);
    const before = await lookAt(target.folder, former);
    refuseOthers(target, namesIn(before, 'other'), former);
    const isWhole = namesIn(before, 'ours').length === FILE_NAMES.length;
    if (former !== null && former.version === target.version && isWhole) {
      return { kept: true, receipt: former };
    }
    const { cacheDir } = places;
    const wanted = { version: target.version, feed, from, checksum, cacheDir };
    const { onProgress } = request;
    const made = await withFetchedPackage(
      { ...wanted, onProgress },
      network,
      (fetched, { clock, signal }) => {
        const { path: packagePath, ...origin } = fetched;
        const at = clock.wallTime().toISOString();
        return install({
          ...{ packagePath, target, before, receiptPath: note, onProgress, signal },
          origin: { ...origin, at },
        });
      },
    );
    return { kept: false, receipt: made };
  });
  const libraries = await needsOf(target.folder, await libraryFinder(env));
  return { kept, receipt, receiptPath: note, libraries };
}

function feedAddress(given: string, cwd: string): URL {
  const url = givenAddress(given, cwd);
  if (url.protocol !== 'file:') return url;
  throw new Fault('wrong-usage', `--feed takes the address of a NuGet feed, and "${given}" is a file`, {
    remedy: 'A package in a file is given with --from.',
  });
}

/** Whoever put them there may need them as they are, so there is no option to overwrite them. */
function refuseOthers({ folder }: FilesTarget, names: readonly string[], former: Receipt | null): void {
  if (names.length === 0) return;
  const whose =
    former === null
      ? 'was not put there by this command (the installer of onnxruntime-node puts it there, too)'
      : 'was changed since this command put it there';
  const list = names.join(', ');
  throw new Fault('file-unwritable', `${list} in ${folder} ${whose}, and is left alone`, {
    remedy: 'Run "joulemark devices" to see whether it works as it is, or remove it and run this again.',
  });
}
