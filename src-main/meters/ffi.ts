/** Shared libraries of the system, called through koffi, which is loaded only where a meter needs it. */
import type * as Koffi from 'koffi';
import { Fault } from '#core/errors.ts';

export type Ffi = typeof Koffi;
export type SharedLibrary = Koffi.LibraryHandle;

/** Fault `meter-missing` where koffi has no binary for this system. */
export async function loadFfi(): Promise<Ffi> {
  try {
    return await import('koffi');
  } catch (cause) {
    throw new Fault('meter-missing', `shared libraries cannot be called here: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** The first of these libraries that loads; fault `meter-missing` with all of them and the last reason. */
export function openLibrary(ffi: Ffi, names: readonly string[]): SharedLibrary {
  let cause: unknown;
  for (const name of names) {
    try {
      return ffi.load(name);
    } catch (error) {
      cause = error;
    }
  }
  throw new Fault('meter-missing', `there is no ${names.join(' or ')} (${messageOf(cause)})`, { cause });
}

/** The function that a declaration such as `int abs(int value)` names; fault `meter-missing` without it. */
export function declare<T extends (...args: never[]) => unknown>(
  library: SharedLibrary,
  prototype: string,
): T {
  try {
    return library.func(prototype) as unknown as T;
  } catch (cause) {
    throw new Fault('meter-missing', `the library lacks a function: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
