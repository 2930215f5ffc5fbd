/** Files that replace those of the same names together, the last one last; or not at all. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';
import { fsyncFolder } from '#disk/fsync-folder.ts';

/** Node writes fewer than 2^31 bytes at a time. */
const MOST_AT_ONCE = 2 ** 30;

/** A file under a temporary name, written from its start to its end. */
export class NewFile {
  readonly path: string;
  readonly temporaryPath: string;
  readonly #handle: FileHandle;
  #sizeBytes = 0;

  constructor(path: string, temporaryPath: string, handle: FileHandle) {
    this.path = path;
    this.temporaryPath = temporaryPath;
    this.#handle = handle;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Rejects with `file-unwritable`. */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        const piece = bytes.subarray(done, done + MOST_AT_ONCE);
        const { bytesWritten } = await this.#handle.write(piece, 0, piece.length, this.#sizeBytes);
        done += bytesWritten;
        this.#sizeBytes += bytesWritten;
      }
    } catch (cause) {
      throw fileFault('file-unwritable', 'write', this.path, cause);
    }
  }

  async sync(): Promise<void> {
    await this.#handle.sync();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

export class FileSet {
  readonly #files: NewFile[] = [];
  #isOpen = true;

  /** Begins the file that is to be at `path`. Rejects with `file-unwritable`. */
  async add(path: string): Promise<NewFile> {
    const temporaryPath = `${path}.${randomUUID()}.tmp`;
    try {
      if (await isFolder(path)) throw new Fault('file-unwritable', `${path} is a folder`);
      const file = new NewFile(path, temporaryPath, await open(temporaryPath, 'wx'));
      this.#files.push(file);
      return file;
    } catch (cause) {
      throw fileFault('file-unwritable', 'write', path, cause);
    }
  }

  /**
   * Renames all, in the order in which they were added; where one cannot be, those before it are taken back.
   * Rejects with `file-unwritable`.
   */
  async commit(): Promise<void> {
    const undo: (() => Promise<void>)[] = [];
    const replaced: string[] = [];
    try {
      for (const file of this.#files) await file.sync();
      await this.#closeAll();
      for (const { path, temporaryPath } of this.#files.slice(0, -1)) {
        const earlier = `${temporaryPath}.earlier`;
        if (await renameIfThere(path, earlier)) {
          replaced.push(earlier);
          undo.push(() => rename(earlier, path));
        }
        await rename(temporaryPath, path);
        undo.push(() => rm(path, { force: true }));
      }
      const last = this.#files.at(-1);
      if (last) await rename(last.temporaryPath, last.path);
    } catch (cause) {
      for (const each of undo.reverse()) await each();
      throw fileFault('file-unwritable', 'write', this.#files.at(-1)?.path ?? '', cause);
    }
    for (const earlier of replaced) await rm(earlier, { force: true });
    await this.#syncFolders();
  }

  async #syncFolders(): Promise<void> {
    for (const folder of new Set(this.#files.map(({ path }) => dirname(path)))) {
      await fsyncFolder(folder).catch((cause: unknown) => {
        throw fileFault('file-unwritable', 'write', folder, cause);
      });
    }
  }

  /** Removes what was not committed; does nothing after `commit`. */
  async discard(): Promise<void> {
    await this.#closeAll();
    for (const { temporaryPath } of this.#files) await rm(temporaryPath, { force: true });
  }

  async #closeAll(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const file of this.#files) await file.close();
  }
}

async function isFolder(path: string): Promise<boolean> {
  const stats = await unlessMissing(stat(path));
  return stats?.isDirectory() ?? false;
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  return (await unlessMissing(rename(from, to).then(() => true))) ?? false;
}

async function unlessMissing<T>(result: Promise<T>): Promise<T | null> {
  return result.catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
}
