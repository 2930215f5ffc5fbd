/**
 * `npm run benchmark [name] [-- options]`: runs one of the programs in benchmarks/ that time Joulemark
 * itself. Without a name, all of them.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { bundle } from './lib/bundle.mjs';
import { ROOT } from './lib/checkout.mjs';
import { run } from './lib/commands.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Problem, runScript } from './lib/problem.mjs';

await runScript(async () => {
  const [wanted, ...options] = process.argv.slice(2);
  const all = readdirSync(join(ROOT, 'benchmarks'))
    .filter((name) => name.endsWith('.bench.ts'))
    .map((name) => name.replace('.bench.ts', ''));
  if (wanted !== undefined && !all.includes(wanted)) {
    throw new Problem(`There is no benchmark "${wanted}"; there are ${all.join(', ')}.`, { exitCode: 2 });
  }
  await ensureInstalled();
  await ensureBuilt();
  for (const name of wanted === undefined ? all : [wanted]) {
    const program = await bundle(`benchmarks/${name}.bench.ts`);
    const code = await run(process.execPath, [program, ...options]);
    if (code !== 0) return code;
  }
  return 0;
});
