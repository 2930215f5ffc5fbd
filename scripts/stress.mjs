/** `npm run stress [-- options]`: many processes on one leaderboard file, with random kills; `--help` lists the options. */
import { bundle } from './lib/bundle.mjs';
import { run } from './lib/commands.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/problem.mjs';

await runScript(async () => {
  await ensureInstalled();
  const program = await bundle('test/support/append-process.ts');
  return run(process.execPath, [await bundle('test/stress/main.ts'), program, ...process.argv.slice(2)]);
});
