import { Fault } from '#core/errors.ts';
import type { PlugCalls } from '#ipc/calls/plug.ts';
import { tryPlug } from '#runner/try-plug.ts';
import type { MakeHandlers } from './parts.ts';

export const plugHandlers: MakeHandlers<PlugCalls> = ({ runs }) => ({
  tryPlug: (address) => {
    if (runs.running) throw new Fault('run-in-progress', 'The plug is not tested while a benchmark runs.');
    return tryPlug(address);
  },
});
