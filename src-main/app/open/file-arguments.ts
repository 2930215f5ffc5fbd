/** The files among the words that the app was started with. Pure. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface StartedWith {
  /** As the system gives them; the program itself comes first, and switches stand anywhere. */
  readonly argv: readonly string[];
  /** The folder that relative paths are meant from. */
  readonly cwd: string;
  /** A packaged app is its own program; else Electron is, and the app's folder the next word. */
  readonly packaged: boolean;
}

/** Absolute paths. */
export function fileArguments({ argv, cwd, packaged }: StartedWith): string[] {
  const words = argv.filter((word) => word !== '' && !word.startsWith('-'));
  return words
    .slice(packaged ? 1 : 2)
    .map((word) => (isFileUrl(word) ? fileURLToPath(word) : resolve(cwd, word)));
}

/** File managers of Linux give addresses where the desktop entry says %U. One of another machine is left as it is. */
const isFileUrl = (word: string): boolean => word.startsWith('file:///') && URL.canParse(word);
