/** electron-builder's hook once Electron has been copied: an app of our own needs no default app. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** @param {{ appOutDir: string, electronPlatformName: string }} context */
export default async function afterExtract({ appOutDir, electronPlatformName }) {
  if (electronPlatformName === 'darwin') return;
  await rm(join(appOutDir, 'resources', 'default_app.asar'), { recursive: true, force: true });
  await rm(join(appOutDir, 'version'), { force: true });
}
