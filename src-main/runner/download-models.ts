/** Models from the network: the list, and getting one. The same for the terminal and the window. */
import { join } from 'node:path';
import {
  downloadModel,
  type DownloadedModel,
  type DownloadProgress,
} from '#catalogue/download/download-model.ts';
import { findEntry, findVariant, type Manifest } from '#catalogue/download/manifest.ts';
import { downloadDispatcher, type Network } from '#catalogue/download/network.ts';
import { builtInManifest, readManifest } from '#catalogue/download/read-manifest.ts';
import type { Clock } from '#core/ports.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import type { Places } from './places.ts';

export type { DownloadedModel, DownloadProgress } from '#catalogue/download/download-model.ts';
export type { Manifest, ManifestEntry } from '#catalogue/download/manifest.ts';

/** What every request of this kind says. */
export interface DownloadSource {
  /** A file or an address; null: the list that comes with Joulemark. */
  readonly manifest: string | null;
  /** Where a relative file starts. */
  readonly cwd: string;
  /** For the proxy. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

export interface DownloadRequest extends DownloadSource {
  readonly ids: readonly string[];
  /** As the list names it; float models are what this program makes its own variants of. */
  readonly precision: string;
  readonly places: Places;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Takes a model in once all of its files are whole, so that it can be run; absent: they only lie there. */
  readonly register?: (model: DownloadedModel) => Promise<void>;
}

/** Rejects with `file-unreadable`, `download-failed` or `wrong-usage`. */
export function listDownloads(source: DownloadSource): Promise<Manifest> {
  return withNetwork(source, (network) => manifestOf(source, network));
}

/**
 * One after the other, each registered before the next begins. Rejects with `unknown-model` or `unknown-precision` before
 * anything is asked for, and else with the first `Fault`: what was registered by then stays.
 */
export function downloadModels(request: DownloadRequest): Promise<DownloadedModel[]> {
  return withNetwork(request, async (network) => {
    const manifest = await manifestOf(request, network);
    const { ids, precision, places, onProgress, register } = request;
    const entries = ids.map((id) => findEntry(manifest, id));
    for (const entry of entries) findVariant(entry, precision);
    const folder = join(places.dataDir, 'downloads');
    const done: DownloadedModel[] = [];
    for (const entry of entries) {
      const model = await downloadModel({ manifest, entry, precision, folder, onProgress }, network);
      await register?.(model);
      done.push(model);
    }
    return done;
  });
}

async function manifestOf({ manifest, cwd }: DownloadSource, network: Network): Promise<Manifest> {
  return manifest === null ? builtInManifest() : readManifest(manifest, cwd, network);
}

/** Through the proxy that `env` names; connections end with `use`. */
export async function withNetwork<T>(
  { env, signal, clock = monotonicClock }: Pick<DownloadSource, 'env' | 'signal' | 'clock'>,
  use: (network: Network) => Promise<T>,
): Promise<T> {
  const dispatcher = downloadDispatcher(env);
  try {
    return await use({ clock, signal: signal ?? new AbortController().signal, dispatcher });
  } finally {
    // Nothing is under way any more, or nobody waits for it.
    await dispatcher.destroy();
  }
}
