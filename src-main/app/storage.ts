/** What the app keeps on the disk: where, how much, and its deletion. */
import { existsSync } from 'node:fs';
import { Fault } from '#core/errors.ts';
import type { Amount, DeletableId, PlaceId, StorageFacts } from '#ipc/calls/storage.ts';
import { listMadeFiles } from '#runner/made-files.ts';
import type { Places } from '#runner/places.ts';
import { listRecords } from '#store/history.ts';
import { amountOf, deleteFiles } from '#store/stored-files.ts';
import type { SettingsFile } from './settings.ts';

interface Storing {
  readonly places: Places;
  readonly settings: SettingsFile;
  /** Something is measured now. */
  readonly isRunning: () => boolean;
}

/** Throws a `Fault` (file-unreadable) where a folder is there and cannot be looked at. */
export async function storageFacts(storing: Storing): Promise<StorageFacts> {
  const paths = pathsOf(storing);
  const amount = async (what: DeletableId) => amountOf(await filesOf(what, storing));
  const [runs, made, settings] = await Promise.all([amount('runs'), amount('made'), amount('settings')]);
  return {
    places: Object.entries(paths).map(([id, path]) => ({
      id: id as PlaceId,
      path,
      exists: existsSync(path),
    })),
    amounts: { runs, made, settings },
    plugGivenAtStart: storing.places.meterSources.plugAddress,
  };
}

/** Throws a `Fault` (file-unreadable) where nothing is there yet. */
export function placeToReveal(place: PlaceId, storing: Storing): string {
  const path = pathsOf(storing)[place];
  if (existsSync(path)) return path;
  throw new Fault('file-unreadable', `${path} does not exist yet.`, {
    remedy: 'It is made when Joulemark first has something to keep there.',
  });
}

/** Deletes these files and nothing beside them. Throws a `Fault`: run-in-progress, file-unwritable, file-unreadable. */
export async function deleteStored(what: DeletableId, storing: Storing): Promise<Amount> {
  if (storing.isRunning()) {
    throw new Fault('run-in-progress', 'Nothing is deleted while a benchmark runs.');
  }
  const files = await filesOf(what, storing);
  if (what !== 'settings') return deleteFiles(files);
  const amount = await amountOf(files);
  storing.settings.forget();
  return amount;
}

async function filesOf(what: DeletableId, { places, settings }: Storing): Promise<readonly string[]> {
  switch (what) {
    case 'runs':
      return (await listRecords(places.historyDir)).map(({ path }) => path);
    case 'made':
      return listMadeFiles(places.cacheDir);
    case 'settings':
      return [settings.path];
  }
}

function pathsOf({ places, settings }: Storing): Record<PlaceId, string> {
  const { dataDir, historyDir, cacheDir } = places;
  return { data: dataDir, history: historyDir, cache: cacheDir, settings: settings.path };
}
