/**
 * The part of Electron that starts the app named on the command line (`electron [-r module] <folder> …`),
 * for a runtime that comes without it. It lies in `resources/default_app.asar/`, so that this runtime is
 * started, driven by Playwright and packaged exactly as any other.
 */
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** With the two methods that Electron keeps for its own default app and leaves out of its types. */
const shell = /** @type {typeof app & { setVersion(v: string): void, setAppPath(path: string): void }} */ (
  app
);

/**
 * `-r module` names what is loaded before the app: Playwright's hold on the app until it is connected.
 * @param {readonly string[]} words
 */
function readCommandLine(words) {
  const preloads = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '-r' || word === '--require') {
      index += 1;
      preloads.push(words[index] ?? '');
    } else if (!word.startsWith('-')) return { preloads, folder: word };
  }
  return { preloads, folder: null };
}

const { preloads, folder } = readCommandLine(process.argv.slice(1));
if (folder === null) {
  process.stderr.write('usage: electron [-r module] <folder of the app>\n');
  app.exit(2);
} else {
  const appPath = resolve(folder);
  const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'));
  shell.setName(manifest.productName ?? manifest.name);
  shell.setVersion(manifest.version);
  shell.setAppPath(appPath);
  const require = createRequire(join(process.cwd(), 'electron.js'));
  for (const module of preloads) require(module);
  // Electron waits for this top-level await before it says "ready": the app can still register schemes.
  await import(pathToFileURL(join(appPath, manifest.main)).href);
}
