/** The only thing the window can reach: one function per call, and a subscription per event. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { DROP_CHANNEL } from '#ipc/calls/open.ts';
import { CALLS, callChannel, EVENTS, eventChannel, type Calls, type Events } from '#ipc/contract.ts';
import { localeGiven } from '#ipc/locale.ts';

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

const openDropped = (file: File): Promise<unknown> =>
  ipcRenderer.invoke(DROP_CHANNEL, webUtils.getPathForFile(file));

contextBridge.exposeInMainWorld('joulemark', {
  ...Object.fromEntries(calls),
  ...{ on, openDropped, locale: localeGiven(process.argv) },
});
