/** The archive that people download, unpacked where nothing of the checkout is near. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '#test/e2e/support/app.ts';

/** Unpacks the one archive in dist/ into a new folder and returns the app's folder in it. */
export async function unpackArchive(): Promise<{ folder: string; appDir: string }> {
  const dist = join(ROOT, 'dist');
  const archives = (await readdir(dist)).filter((name) => name.endsWith('.tar.gz'));
  const [archive] = archives;
  if (archive === undefined || archives.length > 1) {
    throw new Error(`expected one .tar.gz in ${dist}, found ${archives.length}; run "npm run package"`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'joulemark-package-'));
  await promisify(execFile)('tar', ['-xzf', join(dist, archive), '-C', folder]);
  return { folder, appDir: join(folder, archive.replace(/\.tar\.gz$/, '')) };
}
