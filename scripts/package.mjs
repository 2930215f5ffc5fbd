/**
 * `npm run package`: the app as people install it, in dist/. Makes the forms that need nothing but what
 * is here (a folder, and an archive of it); `-- --all` makes all of electron-builder.yml, for which
 * electron-builder fetches further tools.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { bundle } from './lib/bundle.mjs';
import { bytesUnder } from './lib/folder-size.mjs';
import { ROOT } from './lib/checkout.mjs';
import { capture, findCommand } from './lib/commands.mjs';
import { resolveElectron } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Problem, runScript } from './lib/problem.mjs';
import { ensureSystem, NEEDS } from './lib/system-packages.mjs';

/** What each system's packages are called by electron-builder, and the forms that need no download. */
const SYSTEMS = /** @type {Record<string, { flag: string, plain: string[] }>} */ ({
  linux: { flag: '--linux', plain: ['dir', 'tar.gz'] },
  win32: { flag: '--win', plain: ['dir', 'zip'] },
  darwin: { flag: '--mac', plain: ['dir', 'zip'] },
});
const OUTPUT = join(ROOT, 'dist');
const VARIANTS = join(ROOT, 'build', 'variants');

await runScript(async () => {
  const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
  const system = SYSTEMS[process.platform];
  if (system === undefined) throw new Problem(`Joulemark is not packaged on ${process.platform}.`);
  await ensureInstalled();
  await ensureSystem(NEEDS.archive);
  await ensureBuilt();
  await prepareVariants();
  const { version, distDir, source } = await resolveElectron();
  console.log(`Packaging with Electron ${version} (${source}) …`);
  rmSync(OUTPUT, { recursive: true, force: true });
  const targets = values.all ? [] : system.plain;
  const settings = [`-c.electronDist=${distDir}`, `-c.electronVersion=${version}`];
  const builder = join(ROOT, 'node_modules', 'electron-builder', 'cli.js');
  const line = [builder, system.flag, ...targets, `--${process.arch}`, '--publish=never', ...settings];
  // Its output tells each of hundreds of packages apart; it is of use only when something is wrong.
  const result = await capture(process.execPath, line, { env: { ...process.env, ...archiver() } });
  if (result.code !== 0) {
    process.stderr.write(`${result.stdout}${result.stderr}`);
    throw new Problem(`electron-builder failed with exit code ${result.code}; its output is above.`);
  }
  printSizes();
});

/** Makes the reduced precisions that are not there yet, and removes those of older versions. */
async function prepareVariants() {
  const program = await bundle('scripts/entries/prepare-variants.ts');
  const { code, stdout, stderr } = await capture(process.execPath, [program, ROOT, join(ROOT, 'build')]);
  if (code !== 0) throw new Problem(`The reduced precisions could not be made: ${stderr.trim()}`);
  const current = stdout
    .trim()
    .split('\n')
    .map((path) => basename(path));
  for (const name of readdirSync(VARIANTS)) {
    if (!current.some((file) => name.startsWith(file))) rmSync(join(VARIANTS, name));
  }
  console.log(`${current.length} reduced models in build/variants.`);
}

/** The system's own archiver, so that none is fetched; at a level that takes seconds, not minutes. */
function archiver() {
  const path = findCommand('7za');
  const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL ?? '3';
  return {
    ELECTRON_BUILDER_COMPRESSION_LEVEL: level,
    ...(path === null ? {} : { ELECTRON_BUILDER_7ZIP_PATH: path }),
  };
}

function printSizes() {
  for (const name of readdirSync(OUTPUT).sort()) {
    const path = join(OUTPUT, name);
    const isFolder = statSync(path).isDirectory();
    if (!isFolder && /\.(ya?ml|blockmap)$/.test(name)) continue;
    console.log(`${(bytesUnder(path) / 1e6).toFixed(0).padStart(6)} MB  dist/${name}${isFolder ? '/' : ''}`);
  }
}
