/** The backend in the app: what the preload put on the window. */
import { toWireFault } from '#core/errors.ts';
import type { JoulemarkApi, Preloaded } from '#ipc/contract.ts';
import type { Reply } from '#ipc/reply.ts';
import type { Backend } from './backend.ts';

declare global {
  interface Window {
    readonly joulemark: Preloaded;
  }
}

type AnyCall = (...args: unknown[]) => Promise<Reply<unknown>>;

/** A call whose reply never came (main is busy leaving, say) is a fault like any other. */
function settled(call: AnyCall): AnyCall {
  return (...args) => call(...args).catch((error: unknown) => ({ ok: false, error: toWireFault(error) }));
}

export function electronBackend(api: JoulemarkApi): Backend {
  const { on, ...calls } = api;
  const safe = Object.entries(calls).map(([name, call]) => [name, settled(call as AnyCall)]);
  return { ...(Object.fromEntries(safe) as Omit<Backend, 'on'>), on };
}
