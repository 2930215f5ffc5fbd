/**
 * The part of Electron that starts the app named on the command line (`electron <folder> …`), for a
 * runtime that comes without it. It lies in `resources/default_app.asar/`, so that this runtime is
 * started, driven by Playwright and packaged exactly as any other.
 */
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** With the two methods that Electron keeps for its own default app and leaves out of its types. */
const shell = /** @type {typeof app & { setVersion(v: string): void, setAppPath(path: string): void }} */ (
  app
);

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  process.stderr.write('usage: electron <folder of the app>\n');
  app.exit(2);
} else {
  const appPath = resolve(folder);
  const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'));
  shell.setName(manifest.productName ?? manifest.name);
  shell.setVersion(manifest.version);
  shell.setAppPath(appPath);
  // Electron waits for this top-level await before it says "ready": the app can still register schemes.
  await import(pathToFileURL(join(appPath, manifest.main)).href);
}
