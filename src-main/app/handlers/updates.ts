import { Fault } from '#core/errors.ts';
import type { UpdateCalls } from '#ipc/calls/updates.ts';
import { lookForUpdate } from '#updates/look-for-update.ts';
import type { MakeHandlers } from './parts.ts';

export const updateHandlers: MakeHandlers<UpdateCalls> = ({ runs, places }) => ({
  checkUpdate: async (address) => {
    if (runs.running) throw new Fault('run-in-progress', 'No server is asked while a benchmark runs.');
    const { version, page, isNewer } = await lookForUpdate(address, places.version, process.env);
    return { current: places.version, newest: version, isNewer, page };
  },
});
