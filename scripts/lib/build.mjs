/** Builds out/ when it is missing or was built from other sources. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, ROOT } from './checkout.mjs';
import { run, TO_STDERR } from './commands.mjs';
import { withLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { sourceStamp } from './source-stamp.mjs';

const SOURCES = [
  ...['src-main', 'src-renderer', 'src-web', 'models'],
  ...['electron.vite.config.ts', 'package.json'],
];
/** Versions of the packages that are bundled or that build. */
const VERSIONS = ['package-lock.json'];
const STAMP = join(ROOT, 'out', 'stamp.txt');

/** @param {string} path */
const isCode = (path) => /\.(ts|js|json|svelte|css|html|svg)$/.test(path);

/** True when out/ is whole and of the present sources. */
export function isBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stampOfSources();
}

/**
 * @param {{ quiet?: boolean }} [options] quiet: nothing is printed to stdout
 */
export async function ensureBuilt({ quiet = false } = {}) {
  if (isBuilt()) return;
  // Two commands started together (a test in one terminal, the program in another) build once.
  await withLock(join(await cacheDir(), 'locks', lockName()), async () => {
    if (isBuilt()) return;
    process.stderr.write('Building …\n');
    const stamp = stampOfSources();
    // A build that fails halfway must not pass for the one before it.
    rmSync(STAMP, { force: true });
    const builder = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const code = await run(process.execPath, [builder, 'build', '--logLevel=warn'], {
      ...(quiet ? { stdio: TO_STDERR } : {}),
    });
    if (code === 130) throw new Problem('interrupted', { exitCode: 130 });
    if (code !== 0) throw new Problem(`The build failed with exit code ${code}; its message is above.`);
    writeFileSync(STAMP, stamp);
  });
}

function stampOfSources() {
  return sourceStamp(ROOT, [...SOURCES, ...VERSIONS], isCode);
}

/** The checkout's path as a file name. */
function lockName() {
  return ROOT.replaceAll(/[^A-Za-z0-9]+/g, '-');
}
