/**
 * `npm start`: from a fresh checkout to the open window. Where no window can be shown it says why and
 * runs the quick benchmark in the terminal instead.
 */
import { resolve } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { hasDisplay, ROOT } from './lib/checkout.mjs';
import { becomeCli } from './lib/cli.mjs';
import { run } from './lib/commands.mjs';
import { electronFlags, resolveElectron } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Problem, reportError, runScript } from './lib/problem.mjs';
import { ensureSystem, NEEDS } from './lib/system-packages.mjs';

await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  if (!hasDisplay()) {
    say('No display here (neither DISPLAY nor WAYLAND_DISPLAY is set): benchmarking in the terminal.');
    return becomeCli(['bench', '--quick']);
  }
  const runtime = await findRuntime();
  if (runtime === null) {
    say('The window cannot be opened: benchmarking in the terminal.');
    return becomeCli(['bench', '--quick']);
  }
  const flags = electronFlags();
  if (flags.includes('--no-sandbox')) {
    say('Running as root, for whom Chromium has no sandbox: starting with --no-sandbox.');
  }
  say(`Starting Electron ${runtime.version} …`);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  return run(runtime.executable, [...flags, ROOT, ...process.argv.slice(2).map(absolute)], { env });
});

async function findRuntime() {
  try {
    await ensureSystem(NEEDS.electron);
    return await resolveElectron();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    reportError(error);
    return null;
  }
}

/**
 * npm starts this in the checkout; a file is meant from where the person stands.
 * @param {string} word
 */
function absolute(word) {
  return word.startsWith('-') ? word : resolve(process.env.INIT_CWD ?? process.cwd(), word);
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}
