/** `npm run make-board -- --count N --out FILE`: a leaderboard file of made submissions, to measure and test with. */
import { bundle } from './lib/bundle.mjs';
import { run } from './lib/commands.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/problem.mjs';

await runScript(async () => {
  await ensureInstalled();
  return run(process.execPath, [await bundle('scripts/entries/make-board.ts'), ...process.argv.slice(2)], {
    // Where the person stands, so that --out means their folder.
    cwd: process.cwd(),
  });
});
