/** A model of a list of downloads, at one precision: its file and those that its weights lie in. */
import { basename, join } from 'node:path';
import { Fault } from '#core/errors.ts';
import { resolveAddress } from './addresses.ts';
import { downloadFile, type DownloadedFile } from './download-file.ts';
import { findVariant, type Manifest, type ManifestEntry } from './manifest.ts';
import type { Network } from './network.ts';

export interface ModelRequest {
  readonly manifest: Manifest;
  readonly entry: ManifestEntry;
  /** One that the entry comes in. */
  readonly precision: string;
  /** The files go to `<folder>/<id>/<precision>/`. */
  readonly folder: string;
  readonly onProgress: (progress: DownloadProgress) => void;
}

export interface DownloadProgress {
  readonly id: string;
  readonly precision: string;
  /** The file's name. */
  readonly file: string;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface DownloadedModel {
  readonly entry: ManifestEntry;
  readonly precision: string;
  readonly path: string;
  /** Beside it, by name. */
  readonly dataFiles: readonly string[];
  /** Of the file at `path` alone. */
  readonly sha256: string;
  readonly files: readonly DownloadedFile[];
}

/** Rejects with a `Fault` as `downloadFile` does; files that have come stay, and are not asked for again. */
export async function downloadModel(request: ModelRequest, network: Network): Promise<DownloadedModel> {
  const { manifest, entry, precision, folder, onProgress } = request;
  const { files } = findVariant(entry, precision);
  const done: DownloadedFile[] = [];
  for (const { url: address, sha256, bytes } of files) {
    const url = resolveAddress(address, manifest.base);
    const file = nameOf(url);
    const target = join(folder, entry.id, precision, file);
    if (done.some(({ path }) => path === target)) {
      throw new Fault('download-failed', `"${entry.id}" names two files called ${file}`);
    }
    const known = sha256 === null || bytes === null ? null : { sha256, bytes };
    const onBytes = (soFar: number, totalBytes: number): void =>
      onProgress({ id: entry.id, precision, file, bytes: soFar, totalBytes });
    done.push(await downloadFile({ url, known, target, onProgress: onBytes }, network));
  }
  const [model, ...data] = done;
  if (model === undefined) throw new Fault('internal', `"${entry.id}" has no file at ${precision}`);
  return {
    entry,
    precision,
    path: model.path,
    dataFiles: data.map(({ path }) => basename(path)),
    sha256: model.sha256,
    files: done,
  };
}

/** What the address ends in: a plain name, and none of this program's own notes. */
function nameOf(url: URL): string {
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/.test(name) && !/\.(?:part|lock|json)$/i.test(name);
  if (isPlain) return name;
  throw new Fault('download-failed', `${url.href} does not end in the name of a model's file`);
}
