/** Which leaderboards a person has chosen. The page knows them by ids and names; paths stay here and in the settings. */
import { stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { BoardSource } from '#ipc/calls/leaderboard.ts';
import { systemCode } from '#disk/file-fault.ts';
import { isAddress, shownAddress } from '#store/leaderboard/sources/fetch-board.ts';
import { pathId } from '../path-id.ts';
import type { SettingsFile } from '../settings.ts';

const REMEMBERED = 8;
/** To what submissions are appended. */
const TARGETS = ['.jsonl', '.ndjson'];

export class BoardSources {
  readonly #settings: SettingsFile;
  /** By id, all that this session has seen, forgotten ones too. */
  readonly #known = new Map<string, { readonly name: string; readonly kind: BoardSource['kind'] }>();

  constructor(settings: SettingsFile) {
    this.#settings = settings;
  }

  /** Those used last, and the file that submissions go to. */
  async list(): Promise<BoardSource[]> {
    const { recentBoards, leaderboardFile } = this.#settings.read();
    const names = [...recentBoards];
    if (leaderboardFile !== null && !names.includes(leaderboardFile)) names.push(leaderboardFile);
    return Promise.all(names.map((name) => this.#source(name)));
  }

  /** A path or an address, from now on the one used last. Throws a `Fault` for an address that is none. */
  async add(given: string): Promise<BoardSource> {
    const name = given.trim();
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name) && !(isAddress(name) && URL.canParse(name))) {
      throw new Fault('source-unreachable', 'This is not an address of a board.', {
        remedy: 'Give one that begins with https:// or http://.',
      });
    }
    this.#remember(name);
    return this.#source(name);
  }

  forget(id: string): Promise<BoardSource[]> {
    const { recentBoards } = this.#settings.read();
    this.#settings.write({ recentBoards: recentBoards.filter((name) => pathId(name) !== id) });
    return this.list();
  }

  makeTarget(id: string): Promise<BoardSource[]> {
    const { name, kind } = this.#known.get(id) ?? this.#missing();
    if (!canBeTarget(name, kind)) {
      throw new Fault('file-unwritable', `${this.#shown(name)} cannot take submissions.`, {
        remedy: 'Choose a .jsonl file on this machine.',
      });
    }
    this.#settings.write({ leaderboardFile: name });
    return this.list();
  }

  /** Its path or address. Throws a `Fault` for an id that nobody was given. */
  nameOf(id: string): string {
    return (this.#known.get(id) ?? this.#missing()).name;
  }

  /** Changes when the file does. null: a folder, an address, or gone. */
  async stampOf(id: string): Promise<string | null> {
    const { name, kind } = this.#known.get(id) ?? this.#missing();
    if (kind !== 'file') return null;
    const stats = await stat(name).catch(() => null);
    return stats === null ? null : `${stats.mtimeMs}/${stats.size}`;
  }

  #remember(name: string): void {
    // What opens the board like a key is not for a file of settings; it holds for this session.
    if (isAddress(name) && hasPassword(name)) return;
    const others = this.#settings.read().recentBoards.filter((each) => each !== name);
    this.#settings.write({ recentBoards: [name, ...others].slice(0, REMEMBERED) });
  }

  async #source(name: string): Promise<BoardSource> {
    const id = pathId(name);
    const kind = await kindOf(name);
    this.#known.set(id, { name, kind });
    return {
      id,
      kind,
      name: this.#shown(name),
      folder: kind === 'address' ? null : basename(dirname(name)) || null,
      isTarget: this.#settings.read().leaderboardFile === name,
      canBeTarget: canBeTarget(name, kind),
    };
  }

  #shown(name: string): string {
    return isAddress(name) ? shownAddress(name) : basename(name);
  }

  #missing(): never {
    throw new Fault('wrong-usage', 'This board is not known any more.', { remedy: 'Choose it again.' });
  }
}

/** What is not there is called a file: reading it says what is wrong. */
async function kindOf(name: string): Promise<BoardSource['kind']> {
  if (isAddress(name)) return 'address';
  try {
    return (await stat(name)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return 'file';
  }
}

function canBeTarget(name: string, kind: BoardSource['kind']): boolean {
  return kind === 'file' && TARGETS.includes(extname(name).toLowerCase());
}

function hasPassword(address: string): boolean {
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}
