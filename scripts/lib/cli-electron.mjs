/** Hands the command line an Electron for browser pages, where its words ask for one. Needs node_modules. */
import { ROOT } from './checkout.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { Problem } from './problem.mjs';
import { ensureSystem, NEEDS } from './system-packages.mjs';

/** Providers of the command line that run in a browser page; src-main/core/providers.ts says what they are. */
export const WEB_PROVIDERS = ['wasm', 'web-webgpu', 'webnn'];

/**
 * True where these words of a command line name a provider that needs a browser page, or ask for all devices.
 * Nobody else shall wait for a download.
 * @param {readonly string[]} args
 */
export function asksForPages(args) {
  if (args[0] === 'devices') return true;
  return args.some((word, index) => {
    if (word === '--providers') return namesPages(args[index + 1] ?? '');
    return word.startsWith('--providers=') && namesPages(word.slice('--providers='.length));
  });
}

/** @param {string} names */
function namesPages(names) {
  return names.split(',').some((name) => WEB_PROVIDERS.includes(name.trim().split(':')[0] ?? ''));
}

/**
 * What the command line reads from its environment (src-main/runner/electron-place.ts): JOULEMARK_ELECTRON and
 * JOULEMARK_ELECTRON_ARGS, or why there is none in JOULEMARK_ELECTRON_MISSING. An Electron and switches that the
 * person named stay. Fails for switches that cannot be read.
 * @param {{ env?: NodeJS.ProcessEnv, find?: () => Promise<{ executable: string }> }} [options]
 * @returns {Promise<Record<string, string>>}
 */
export async function electronForCli({ env = process.env, find = findElectron } = {}) {
  const args = [ROOT, ...switchesOf(env.JOULEMARK_ELECTRON_ARGS)];
  try {
    const executable = env.JOULEMARK_ELECTRON || (await find()).executable;
    return { JOULEMARK_ELECTRON: executable, JOULEMARK_ELECTRON_ARGS: JSON.stringify(args) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const remedy = error.remedy === null ? '' : ` ${error.remedy}`;
    // The command line ends the sentence itself.
    return { JOULEMARK_ELECTRON_MISSING: `${error.message}${remedy}`.replace(/\.$/, '') };
  }
}

async function findElectron() {
  await ensureSystem(NEEDS.electron);
  return resolveElectron();
}

/** @param {string | undefined} text */
function switchesOf(text) {
  if (!text) return [];
  const words = parsed(text);
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  throw new Problem(`JOULEMARK_ELECTRON_ARGS is no JSON list of words: ${text}`, {
    remedy: 'Write it as in ["--enable-unsafe-webgpu"], or unset it.',
    exitCode: 2,
  });
}

/**
 * null: no JSON.
 * @param {string} text
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
