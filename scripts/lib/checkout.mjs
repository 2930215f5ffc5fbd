/** Where this checkout lies, and where what outlives it is kept. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, without a slash at its end. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * The cache folder, shared by all checkouts, as src-main/runner/places.ts has it: JOULEMARK_CACHE, or
 * the system's place for caches. Needs node_modules.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>}
 */
export async function cacheDir(env = process.env) {
  if (env.JOULEMARK_CACHE) return resolve(env.JOULEMARK_CACHE);
  const { default: envPaths } = await import('env-paths');
  return envPaths('joulemark', { suffix: '' }).cache;
}

/** True where Electron needs `--no-sandbox`: Chromium refuses its sandbox to root on Linux. */
export function isLinuxRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * True when a window can be shown.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
