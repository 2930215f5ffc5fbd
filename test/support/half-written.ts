/**
 * A program that dies over a kept model: it writes half of it, says so, and never ends by itself. An entry for
 * `buildEntry`; its arguments are the folder and the name.
 */
import { writeFileSync } from 'node:fs';
import { findOrStore } from '#catalogue/variant-store.ts';

const [folder = '', name = ''] = process.argv.slice(2);
await findOrStore(folder, name, async (path) => {
  writeFileSync(`${path}.tmp-123`, 'temporary');
  writeFileSync(path, 'half of the mod');
  process.stdout.write('half\n');
  await new Promise(() => setInterval(() => undefined, 1e6));
  return { dataFiles: [], report: null };
});
