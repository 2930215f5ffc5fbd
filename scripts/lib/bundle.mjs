/** Builds one TypeScript program of the checkout for Node. Needs node_modules. */
import { basename, join } from 'node:path';
import { ROOT } from './checkout.mjs';

/**
 * Bundles the program with the parts of src-main that it imports; packages stay outside.
 * @param {string} entry relative to the checkout
 * @returns {Promise<string>} the built file, inside the checkout so that it finds its node_modules
 */
export async function bundle(entry) {
  const { build } = await import('vite');
  const name = basename(entry, '.ts');
  const outDir = join(ROOT, 'out', 'tools', name);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: { ssr: entry, target: 'node20', outDir, emptyOutDir: true },
  });
  return join(outDir, `${name}.js`);
}
