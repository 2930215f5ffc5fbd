/**
 * `npm run screenshots`: makes the pictures in docs/pages from the page on the fake backend, every page in
 * both themes. No run is needed, and the same page gives the same picture.
 */
import { join } from 'node:path';
import { bundle } from './lib/bundle.mjs';
import { ROOT } from './lib/checkout.mjs';
import { run } from './lib/commands.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/problem.mjs';
import { ensureSystem, NEEDS } from './lib/system-packages.mjs';

await runScript(async () => {
  await ensureInstalled();
  await ensureSystem(NEEDS.browser);
  const program = await bundle('scripts/entries/page-pictures.ts');
  return run(process.execPath, [program, join(ROOT, 'docs', 'pages')]);
});
