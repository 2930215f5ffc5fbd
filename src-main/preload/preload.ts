/** The only thing the window can reach: one function per call, and a subscription per event. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { CALLS, callChannel, EVENTS, eventChannel, type Calls, type Events } from '#ipc/contract.ts';

const names = Object.keys(CALLS) as (keyof Calls)[];
const calls = names.map((name) => [
  name,
  (...args: unknown[]) => ipcRenderer.invoke(callChannel(name), ...args),
]);

function on(name: keyof Events, listener: (payload: unknown) => void): () => void {
  if (!Object.hasOwn(EVENTS, name)) throw new TypeError(`Joulemark has no event "${name}"`);
  const relay = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
  ipcRenderer.on(eventChannel(name), relay);
  return () => ipcRenderer.removeListener(eventChannel(name), relay);
}

contextBridge.exposeInMainWorld('joulemark', { ...Object.fromEntries(calls), on });
