/** `npm run simulate [-- RUNS]`: the protocol against machines whose truth is known, as a table. */
import { bundle } from './lib/bundle.mjs';
import { run } from './lib/commands.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/problem.mjs';

await runScript(async () => {
  await ensureInstalled();
  return run(process.execPath, [await bundle('test/simulation/main.ts'), ...process.argv.slice(2)]);
});
