/** The tree of sysfs as the meters see it: the real one, a made one, or a recording of another machine's. */
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Fault } from '#core/errors.ts';
import type { MeterEnvironment } from '../environment.ts';
import { faultOfFile, readSystemText } from './system-file.ts';

/** Paths are relative to the root, with slashes. All failures are `Fault`s that name the path. */
export interface SystemTree {
  readonly root: string;
  /** Text of a file without white space around it. */
  readText(path: string): Promise<string>;
  /** Names in a folder, sorted. */
  list(path: string): Promise<readonly string[]>;
  /** Where a link points; null where it is none. Never rejects. */
  linkTarget(path: string): Promise<string | null>;
}

export function systemTree(root: string): SystemTree {
  return {
    root,
    readText: (path) => readSystemText(join(root, path)),
    async list(path) {
      try {
        return (await readdir(join(root, path))).sort();
      } catch (cause) {
        throw faultOfFile(join(root, path), (cause as NodeJS.ErrnoException).code ?? 'unknown error', cause);
      }
    },
    linkTarget: (path) => readlink(join(root, path)).catch(() => null),
  };
}

/** The tree where this system has one or a made one stands in for it; null elsewhere. */
export function sysfsOf({ platform, synthetic, sysfsRoot }: MeterEnvironment): SystemTree | null {
  return platform === 'linux' || synthetic ? systemTree(sysfsRoot) : null;
}

/**
 * An ordinary file that stands in for one of sysfs is empty for a moment while it is written, and for
 * longer where its writer was put aside just then: a few looks at once, then some with pauses.
 */
const LOOKS_AT_ONCE = 5;
const LOOKS = 35;
const PAUSE_MS = 5;

async function readWritten(tree: SystemTree, path: string): Promise<string> {
  let text = await tree.readText(path);
  for (let look = 1; text === '' && look < LOOKS; look += 1) {
    await (look < LOOKS_AT_ONCE ? setImmediate() : setTimeout(PAUSE_MS));
    text = await tree.readText(path);
  }
  return text;
}

/** A whole number from 0 up, of any size. An empty file must not become 0. */
export async function readCount(tree: SystemTree, path: string): Promise<bigint> {
  const text = await readWritten(tree, path);
  if (!/^\d{1,20}$/.test(text)) throw holdsNo('count', tree, path, text);
  return BigInt(text);
}

/** A whole number of either sign, exactly. */
export async function readInteger(tree: SystemTree, path: string): Promise<number> {
  const text = await readWritten(tree, path);
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw holdsNo('whole number', tree, path, text);
  return value;
}

function holdsNo(what: string, tree: SystemTree, path: string, text: string): Fault {
  const shown = JSON.stringify(text.slice(0, 40));
  return new Fault('meter-unreadable', `${join(tree.root, path)} holds no ${what}: ${shown}`);
}

/** The value, or null where the reading fails for a reason with a name. */
export function orNull<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: unknown) => {
    if (error instanceof Fault) return null;
    throw error;
  });
}
