/** Folders that cannot be written to, and disks that are full: small file systems in memory, where this user may mount them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { enableProvider } from '#runner/provider-files/enable.ts';
import { hostOf, PauseClock, type Host } from '#test/support/download-server.ts';
import { madeInstallation, type Installation } from '#test/support/made-installation.ts';
import { FEED_PATH, madeNupkg, nugetFeed } from '#test/support/made-nupkg.ts';

const BINARY = 'onnxruntime_binding.node';
const mounts: string[] = [];
const folders: string[] = [];
let host: Host | null = null;

afterEach(async () => {
  for (const folder of mounts.splice(0)) execFileSync('umount', [folder]);
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  await host?.close();
  host = null;
});

function mount(folder: string, options: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  mounts.push(folder);
}

/** Only root mounts, and not in every container. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'joulemark-mount-'));
  folders.push(folder);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  if (status === 0) execFileSync('umount', [folder]);
  return status === 0;
}

function installation(): Installation {
  const made = madeInstallation();
  folders.push(made.root);
  return made;
}

async function enable(made: Installation): Promise<unknown> {
  host = await hostOf(nugetFeed(madeNupkg()));
  return enableProvider({
    places: made.places,
    ...{ platform: 'linux/x64', env: {}, clock: new PauseClock() },
    ...{ feed: `${host.origin}${FEED_PATH}`, from: null, sha512: null, cwd: made.root },
    onProgress: () => undefined,
  });
}

describe.skipIf(!canMount())('a disk', () => {
  it('that is mounted to be read only is refused before anything is asked for', async () => {
    const made = installation();
    // The binary lies there as it does in an installed app.
    mount(made.binary, 'size=64k');
    execFileSync('touch', [join(made.binary, BINARY)]);
    execFileSync('mount', ['-o', 'remount,ro', made.binary]);
    await expect(enable(made)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: `the files belong into ${made.binary}, which cannot be written to`,
      remedy: expect.stringContaining('a folder of your own'),
    });
    expect(host?.asked).toEqual([]);
  });

  it('without room for the libraries is found full before they are unpacked', async () => {
    const made = installation();
    mount(made.binary, 'size=256k');
    execFileSync('touch', [join(made.binary, BINARY)]);
    await expect(enable(made)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(/has room for 0\.\d MB, and 0\.6 MB are needed/),
    });
    expect(readdirSync(made.binary)).toEqual([BINARY]);
    // The package waits for the next run.
    expect(readdirSync(join(made.places.cacheDir, 'provider-files'))).toEqual([
      'microsoft.ml.onnxruntime.gpu.linux.1.30.0.nupkg',
    ]);
  });

  it('without room for the package is found full before it is asked for', async () => {
    const made = installation();
    mount(made.places.cacheDir, 'size=256k');
    await expect(enable(made)).rejects.toMatchObject({
      code: 'file-unwritable',
      remedy: expect.stringContaining('it resumes'),
    });
    expect(host?.asked.filter((line) => line.includes('.nupkg'))).toEqual([]);
    expect(readdirSync(made.binary)).toEqual([BINARY]);
  });

  it('without room for the receipt has nothing installed on it', async () => {
    const made = installation();
    mount(made.places.dataDir, 'size=4k,nr_inodes=2');
    await expect(enable(made)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('no space is left on the disk'),
    });
    expect(readdirSync(made.binary)).toEqual([BINARY]);
  });
});
