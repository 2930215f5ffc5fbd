/**
 * What the tests and the window need of the system beside Node: found by what is really there (a
 * command, a library that the loader knows), installed with apt-get where we may, named otherwise.
 * Needs nothing from node_modules.
 */
import { existsSync } from 'node:fs';
import { capture, findCommand } from './commands.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Need one thing that must be there
 * @property {'command' | 'library'} kind
 * @property {string} name the command, or the library's soname
 * @property {readonly string[]} [others] commands that do as well
 * @property {readonly string[]} packages Debian's names for what brings it, newest release first
 */

/** @type {(name: string, ...packages: string[]) => Need} */
const command = (name, ...packages) => ({ kind: 'command', name, packages });
/** @type {(name: string, ...packages: string[]) => Need} */
const library = (name, ...packages) => ({ kind: 'library', name, packages });

/** What each part of the work needs on Linux. */
export const NEEDS = {
  /** A screen where there is none; xvfb-run needs xauth, which Debian only recommends. */
  display: [command('xvfb-run', 'xvfb'), command('xauth', 'xauth')],
  /** A browser for the renderer's tests. */
  browser: [
    { ...command('chromium-headless-shell', 'chromium-headless-shell', 'chromium'), others: ['chromium'] },
  ],
  /** The libraries that Electron links or loads and does not carry. */
  electron: [
    library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
    library('libnss3.so', 'libnss3'),
    library('libasound.so.2', 'libasound2t64', 'libasound2'),
    library('libgbm.so.1', 'libgbm1'),
    library('libXss.so.1', 'libxss1'),
    library('libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'),
    library('libnotify.so.4', 'libnotify4'),
  ],
  /** Packs the tar.gz without electron-builder's own tools, which come from GitHub. */
  archive: [command('7za', 'p7zip-full')],
};

/**
 * Makes sure that these are present; installs them as root on Debian and its kin, and fails with the
 * command to type anywhere else. What is being done goes to stderr.
 * @param {readonly Need[]} needs
 * @param {{ asRoot?: boolean }} [options] default: whether we are
 */
export async function ensureSystem(needs, { asRoot = process.getuid?.() === 0 } = {}) {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(needs);
  if (missing.length === 0) return;
  const apt = findCommand('apt-get');
  if (apt === null) {
    throw new Problem(`Missing on this system: ${missing.map((need) => need.name).join(', ')}.`, {
      remedy: "Install them with the system's own package manager.",
    });
  }
  if (!asRoot) {
    const packages = await Promise.all(missing.map(choosePackage));
    throw new Problem(`Missing on this system: ${missing.map((need) => need.name).join(', ')}.`, {
      remedy: `Install them with:  sudo apt-get install -y ${packages.join(' ')}`,
    });
  }
  await install(apt, missing);
  const still = await findMissing(needs);
  if (still.length > 0) {
    throw new Problem(`apt-get ran, but still missing: ${still.map((need) => need.name).join(', ')}.`);
  }
}

/**
 * @param {readonly Need[]} needs
 * @returns {Promise<Need[]>}
 */
export async function findMissing(needs) {
  const libraries = needs.some((need) => need.kind === 'library') ? await loaderCache() : '';
  return needs.filter((need) =>
    need.kind === 'command'
      ? [need.name, ...(need.others ?? [])].every((name) => findCommand(name) === null)
      : !hasLibrary(libraries, need.name),
  );
}

/**
 * @param {string} listing what `ldconfig -p` printed
 * @param {string} soname
 */
export function hasLibrary(listing, soname) {
  return listing.split('\n').some((line) => line.trimStart().startsWith(`${soname} `));
}

async function loaderCache() {
  // Not on an ordinary user's PATH.
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((path) => existsSync(path));
  return ldconfig === undefined ? '' : (await capture(ldconfig, ['-p'])).stdout;
}

/**
 * @param {string} apt
 * @param {readonly Need[]} missing
 */
async function install(apt, missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  process.stderr.write(`Installing system packages for ${missing.map((need) => need.name).join(', ')} …\n`);
  // A fresh machine has no package lists, and old lists name files that are gone.
  const updated = await capture(apt, ['update', '-qq'], { env });
  const packages = await Promise.all(missing.map(choosePackage));
  const line = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  const { code, stdout, stderr } = await capture(apt, line, { env });
  if (code === 0) return;
  process.stderr.write(`${updated.stderr}${stdout}${stderr}`);
  throw new Problem(`"apt-get ${line.join(' ')}" failed with exit code ${code}; its output is above.`);
}

/**
 * The name that this release has for what brings the thing; the last one where apt knows none.
 * @param {Need} need
 * @returns {Promise<string>}
 */
async function choosePackage(need) {
  for (const name of need.packages) {
    const { code, stdout } = await capture('apt-cache', ['show', '--no-all-versions', name]);
    if (code === 0 && stdout.includes('\nVersion:')) return name;
  }
  return need.packages.at(-1) ?? need.name;
}
