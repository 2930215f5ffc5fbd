/** The files below a model's folder that hold its tensors: opened once each, read piece by piece. */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Fault } from '#core/errors.ts';
import { readFault } from './file-fault.ts';

/** Node reads fewer than 2^31 bytes at a time. */
const MOST_AT_ONCE = 2 ** 30;
/** A pipe or device would otherwise keep `open` waiting. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

export interface DataFile {
  readonly sizeBytes: number;
  /** Throws `model-corrupt` where the file ends early. */
  read(offsetBytes: number, lengthBytes: number): Uint8Array;
}

export class DataFiles {
  readonly #folder: string;
  readonly #opened = new Map<string, DataFile>();
  readonly #handles: number[] = [];
  #isClosed = false;

  /** `folder` exists. */
  constructor(folder: string) {
    this.#folder = realpathSync(folder);
  }

  /** The names of the files that were opened, in the order of their names. */
  get names(): string[] {
    return [...this.#opened.keys()].sort();
  }

  /**
   * The file of that name, as `placeOf` gives it. Links are followed as far as they stay below the folder.
   * Throws `model-outside`, `model-missing` or `file-unreadable`, naming `owner`.
   */
  open(name: string, owner: string): DataFile {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const path = this.#resolved(name, owner);
    const what = `${path}, which holds the tensor "${owner}"`;
    try {
      const handle = openSync(path, OPEN_FLAGS);
      this.#handles.push(handle);
      const stats = fstatSync(handle);
      if (!stats.isFile()) throw new Fault('model-corrupt', `${what}, is not a file`);
      const read = (offset: number, length: number): Uint8Array => this.#read(handle, path, offset, length);
      const file = { sizeBytes: stats.size, read };
      this.#opened.set(name, file);
      return file;
    } catch (cause) {
      throw readFault('model-missing', what, cause);
    }
  }

  /** What was read before stays; nothing can be read afterwards. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const handle of this.#handles) closeSync(handle);
  }

  #resolved(name: string, owner: string): string {
    const path = join(this.#folder, name);
    const real = realOf(path, owner);
    const inside = relative(this.#folder, real);
    const leadsOut = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    if (inside !== '' && !leadsOut) return real;
    throw new Fault(
      'model-outside',
      `the tensor "${owner}" lies in ${path}, a link that leads out of the model's folder to ${real}`,
    );
  }

  #read(handle: number, path: string, offsetBytes: number, lengthBytes: number): Uint8Array {
    if (this.#isClosed) throw new Fault('internal', `${path} was read after the model was closed`);
    const bytes = new Uint8Array(lengthBytes);
    for (let done = 0; done < lengthBytes;) {
      const wanted = Math.min(MOST_AT_ONCE, lengthBytes - done);
      const count = readSync(handle, bytes, done, wanted, offsetBytes + done);
      if (count === 0) {
        throw new Fault(
          'model-corrupt',
          `${path} ends at byte ${offsetBytes + done}: it was cut off meanwhile`,
        );
      }
      done += count;
    }
    return bytes;
  }
}

function realOf(path: string, owner: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw readFault('model-missing', `${path}, which holds the tensor "${owner}"`, cause);
  }
}
