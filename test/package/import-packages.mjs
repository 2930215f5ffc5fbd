/**
 * Run by the packaged app's own Node: loads every package that the built programs import, from where
 * they lie. Argument: the app's archive. Prints `{ loaded, failed }` as JSON.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Not `Buffer.from("…")`.
const IMPORT = /(?<!\.)\b(?:from|import)\s*\(?\s*["']([a-z@][^"']*)["']/g;

const folder = join(process.argv[2] ?? '', 'out/main');
const program = pathToFileURL(join(folder, 'app.js')).href;
const programs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.js'),
);
const names = new Set(
  programs.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(IMPORT)].map((match) => match[1]),
  ),
);
const loaded = [];
const failed = [];
for (const name of names) {
  // Node's own, and Electron's, which is there only in a window's process.
  if (name === undefined || name.startsWith('node:') || name === 'electron') continue;
  try {
    // The second argument needs --experimental-import-meta-resolve.
    await import(import.meta.resolve(name, program));
    loaded.push(name);
  } catch (error) {
    failed.push(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}
process.stdout.write(JSON.stringify({ loaded, failed }));
