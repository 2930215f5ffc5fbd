import type { StopSignal } from '#core/ports.ts';

export interface StopSwitch {
  readonly signal: StopSignal;
  stop(): void;
}

/** The least of an AbortController: the engine has neither Node's types nor the DOM's. */
export function stopSwitch(): StopSwitch {
  const listeners = new Set<() => void>();
  const signal = {
    aborted: false,
    addEventListener: (_type: 'abort', listener: () => void) => void listeners.add(listener),
    removeEventListener: (_type: 'abort', listener: () => void) => void listeners.delete(listener),
  };
  return {
    signal,
    stop() {
      signal.aborted = true;
      for (const listener of listeners) listener();
    },
  };
}
