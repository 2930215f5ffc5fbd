import type { MachineCalls } from '#ipc/calls/machine.ts';
import type { MakeHandlers } from './parts.ts';

export const machineHandlers: MakeHandlers<MachineCalls> = ({ suite, runs }) => ({
  getSuite: () => suite.get(runs.running),
  getLastSuite: () => suite.last(),
});
