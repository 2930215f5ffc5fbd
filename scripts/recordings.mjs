/**
 * `npm run test:recordings -- DIR…`: replays every recording of a meter below the folders through the
 * meters' parsers, and compares what they give with what the recording's expected.json says.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { bundle } from './lib/bundle.mjs';
import { run } from './lib/commands.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Problem, runScript } from './lib/problem.mjs';

await runScript(async () => {
  const folders = process.argv.slice(2).map((folder) => resolve(folder));
  if (folders.length === 0) {
    throw new Problem('No folder of recordings was named.', {
      remedy: 'Run "npm run test:recordings -- DIR".',
      exitCode: 2,
    });
  }
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Problem(`There is no folder ${missing}.`, { exitCode: 2 });
  await ensureInstalled();
  return run(process.execPath, [await bundle('test/recordings/main.ts'), ...folders]);
});
