import { shell } from 'electron';
import type { StorageCalls } from '#ipc/calls/storage.ts';
import { deleteStored, placeToReveal, storageFacts } from '../storage.ts';
import type { MakeHandlers } from './parts.ts';

export const storageHandlers: MakeHandlers<StorageCalls> = ({ places, settings, runs }) => {
  const storing = { places, settings, isRunning: () => runs.running };
  return {
    getStorage: () => storageFacts(storing),
    reveal: (place) => {
      shell.showItemInFolder(placeToReveal(place, storing));
      return null;
    },
    deleteStored: (what) => deleteStored(what, storing),
  };
};
