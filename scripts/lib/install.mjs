/** Gets node_modules into the state that package-lock.json describes. Needs nothing from node_modules. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './checkout.mjs';
import { npm, run, TO_STDERR } from './commands.mjs';
import { Problem } from './problem.mjs';

/** The oldest Node that everything here runs on; package.json's "engines" says the same. */
const OLDEST_NODE = [20, 19];

/**
 * Fails in one sentence on a Node that is too old.
 * @param {string} [version]
 */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Problem(`Joulemark needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${version}.`, {
    remedy: 'Install a newer Node (https://nodejs.org) and run the same command again.',
  });
}

/**
 * Runs `npm ci` when something of package-lock.json is missing or of another version.
 * @param {{ quiet?: boolean }} [options] quiet: nothing is printed to stdout
 */
export async function ensureInstalled({ quiet = false } = {}) {
  checkNode();
  const reason = whyInstall(ROOT);
  if (reason === null) return;
  process.stderr.write(`Installing the npm packages (${reason}) …\n`);
  const [command, args] = npm(['ci', '--no-progress', '--loglevel=error']);
  const code = await run(command, args, quiet ? { stdio: TO_STDERR } : {});
  if (code === 130) throw new Problem('interrupted', { exitCode: 130 });
  if (code !== 0) {
    throw new Problem(`"npm ci" failed with exit code ${code}.`, {
      remedy: 'Its own message is above. Behind a proxy or with a mirror, set npm up for it (npm config).',
    });
  }
}

/**
 * Why node_modules does not satisfy package-lock.json, or null when it does.
 * @param {string} root the folder of package-lock.json
 * @returns {string | null}
 */
export function whyInstall(root) {
  // npm's own note of what it put into node_modules.
  const note = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return 'node_modules is missing';
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(note);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    if (found === undefined) {
      // Optional packages are left out where they are for another platform.
      if (entry.optional === true) continue;
      return `${path} is missing`;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path} is not the version of package-lock.json`;
    }
    if (!existsSync(join(root, path))) return `${path} is missing`;
  }
  return null;
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}
