/** Starting the built command line. Needs out/. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './checkout.mjs';

/**
 * Becomes the command line: it runs in this process, so that Ctrl-C reaches it once and its exit code
 * is ours.
 * @param {readonly string[]} args
 */
export async function becomeCli(args) {
  const entry = join(ROOT, 'out', 'main', 'cli.js');
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
}
