/** The files among the words that the app was started with. Pure. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface StartedWith {
  /** As the system gives them; the program itself comes first, and switches stand anywhere. */
  readonly argv: readonly string[];
  /** The folder that relative paths are meant from. */
  readonly cwd: string;
  /** Of an app that is not packaged the folder, which Electron was given as a word; null: the app is its own program. */
  readonly appFolder: string | null;
}

/** Absolute paths. */
export function fileArguments({ argv, cwd, appFolder }: StartedWith): string[] {
  const words = argv.filter((word) => word !== '' && !word.startsWith('-'));
  // Electron's own switches (-r, --inspect) may have values before it.
  const last = appFolder === null ? 0 : words.findIndex((word) => resolve(cwd, word) === appFolder);
  return words
    .slice(last < 0 ? words.length : last + 1)
    .map((word) => (isFileUrl(word) ? fileURLToPath(word) : resolve(cwd, word)));
}

/** File managers of Linux give addresses where the desktop entry says %U. One of another machine is left as it is. */
const isFileUrl = (word: string): boolean => word.startsWith('file:///') && URL.canParse(word);
