import { shell } from 'electron';
import { Fault } from '#core/errors.ts';
import type { StorageCalls } from '#ipc/calls/storage.ts';
import { deleteStored, placeToReveal, storageFacts } from '../storage.ts';
import type { MakeHandlers } from './parts.ts';

export const storageHandlers: MakeHandlers<StorageCalls> = ({ places, settings, runs }) => {
  const storing = { places, settings };
  return {
    getStorage: () => storageFacts(storing),
    reveal: (place) => {
      shell.showItemInFolder(placeToReveal(place, storing));
      return null;
    },
    deleteStored: (what) => {
      if (runs.running) throw new Fault('run-in-progress', 'Nothing is deleted while a benchmark runs.');
      return deleteStored(what, storing);
    },
  };
};
