/** The Electron that opens browser pages for the command line. */
import { resolve } from 'node:path';
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';

export interface ElectronPlace {
  readonly executable: string;
  /** Before our own: the folder of the app where the executable is not the app itself, and Chromium's switches. */
  readonly args: readonly string[];
}

/**
 * The one that JOULEMARK_ELECTRON names; else, where the command line runs in Electron's own Node (an installed app
 * with ELECTRON_RUN_AS_NODE), that very Electron; else null. JOULEMARK_ELECTRON_ARGS is a JSON list of arguments for it.
 */
export function findElectron(
  env: NodeJS.ProcessEnv,
  packageRoot: string,
  self: { readonly electron: string | undefined; readonly executable: string } = {
    electron: process.versions['electron'],
    executable: process.execPath,
  },
): ElectronPlace | null {
  const args = wordsOf(env['JOULEMARK_ELECTRON_ARGS']);
  const named = env['JOULEMARK_ELECTRON'];
  if (named) return { executable: resolve(named), args };
  if (self.electron === undefined) return null;
  const isPackaged = packageRoot.endsWith('.asar');
  return { executable: self.executable, args: isPackaged ? args : [packageRoot, ...args] };
}

function wordsOf(text: string | undefined): string[] {
  if (!text) return [];
  const words = parseJson(text);
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  throw new Fault('wrong-usage', `JOULEMARK_ELECTRON_ARGS is no JSON list of words: ${text}`, {
    remedy: 'Write it as in ["--enable-unsafe-webgpu"], or unset it.',
  });
}
