import { shell } from 'electron';
import type { StorageCalls } from '#ipc/calls/storage.ts';
import { deleteStored, placeToReveal, storageFacts } from '../storage.ts';
import type { MakeHandlers } from './parts.ts';

export const storageHandlers: MakeHandlers<StorageCalls> = ({ places, settings, runs, modelJobs }) => {
  const storing = { places, settings, isRunning: () => runs.running };
  return {
    getStorage: () => storageFacts(storing),
    reveal: (place) => {
      shell.showItemInFolder(placeToReveal(place, storing));
      return null;
    },
    deleteStored: (what) => {
      const work = () => deleteStored(what, storing);
      // Not from under whoever makes them.
      return what === 'made' ? modelJobs.during('Models made here are being deleted', work) : work();
    },
  };
};
