/** Real processes that are killed, interrupted or many, over one made onnxruntime-node. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { disableProvider } from '#runner/provider-files/disable.ts';
import { enableProvider } from '#runner/provider-files/enable.ts';
import { receiptPath } from '#runner/provider-files/receipt.ts';
import { FILE_NAMES } from '#runner/provider-files/target.ts';
import { buildEntry } from '#test/support/build-entry.ts';
import { hostOf, PauseClock, sha256Of, type Answer, type Host } from '#test/support/download-server.ts';
import { madeInstallation, type Installation } from '#test/support/made-installation.ts';
import { FEED_PATH, madeLibrary, madeNupkg, nugetFeed } from '#test/support/made-nupkg.ts';

let program = '';
beforeAll(async () => {
  program = await buildEntry('test/support/enable-process.ts');
});

let made: Installation;
let feed: Host;
const started: ChildProcess[] = [];
beforeEach(async () => {
  made = madeInstallation();
  feed = await hostOf(nugetFeed(madeNupkg()));
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await feed.close();
  await rm(made.root, { recursive: true });
});

function start(action: 'enable' | 'disable', step?: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const args = [action, JSON.stringify(made.places), `${feed.origin}${FEED_PATH}`, step ?? []].flat();
  const child = spawn(process.execPath, [program, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  started.push(child);
  return child;
}

/** Kills a process at that step of its progress; false: it has no such step. */
async function killAt(step: string): Promise<boolean> {
  const child = start('enable', step);
  const closed = once(child, 'close');
  const [first] = (await once(child.stdout!, 'data')) as [Buffer];
  const reached = first.toString() === 'here\n';
  child.kill('SIGKILL');
  await closed;
  return reached;
}

/** A lock ages until it counts as a dead process's; this makes it old at once. */
async function ageLocks(): Promise<void> {
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const folder of [made.binary, join(made.places.cacheDir, 'provider-files')]) {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      if (name.endsWith('.lock')) await utimes(join(folder, name), longAgo, longAgo);
    }
  }
}

const common = () => ({ places: made.places, platform: 'linux/x64', env: {}, clock: new PauseClock() });
const enable = () =>
  enableProvider({
    ...common(),
    feed: `${feed.origin}${FEED_PATH}`,
    ...{ from: null, sha512: null, cwd: made.root, onProgress: () => undefined },
  });
const note = () => receiptPath(made.places.dataDir, made.binary);
const BINARY = 'onnxruntime_binding.node';

async function expectInstalled(): Promise<void> {
  expect(readdirSync(made.binary).sort()).toEqual([...FILE_NAMES, BINARY].sort());
  for (const name of FILE_NAMES) {
    expect(sha256Of(await readFile(join(made.binary, name)))).toBe(sha256Of(madeLibrary(name)));
  }
}

function expectNothing(): void {
  expect(readdirSync(made.binary)).toEqual([BINARY]);
  expect(existsSync(note())).toBe(false);
  expect(readdirSync(join(made.places.cacheDir, 'provider-files'))).toEqual([]);
}

describe('a process that is killed', () => {
  const steps = ['download:0', 'download:1', 'unpack:0', 'unpack:2', 'install:0', 'install:1', 'install:2'];
  it.each(steps)('at %s leaves what the next run completes, or takes away', async (step) => {
    for (const next of ['enable', 'disable'] as const) {
      expect(await killAt(step)).toBe(true);
      await ageLocks();
      if (next === 'enable') {
        await enable();
        await expectInstalled();
      }
      await disableProvider(common());
      expectNothing();
    }
  });

  it('in the middle of the download has its bytes used', async () => {
    await killAt('download:2');
    await ageLocks();
    const before = feed.asked.length;
    await enable();
    expect(feed.asked.slice(before).at(-1)).toMatch(/\.nupkg bytes=[1-9]\d*-$/);
    await expectInstalled();
  });

  it('after the download has its package used', async () => {
    await killAt('install:1');
    await ageLocks();
    const before = feed.asked.length;
    await enable();
    expect(feed.asked.slice(before).filter((line) => line.includes('.nupkg'))).toEqual([]);
    await expectInstalled();
  });
});

describe('a process that is interrupted', () => {
  it('says so, installs nothing, and keeps what has come', async () => {
    const bytes = madeNupkg();
    // Half of it, and then silence.
    const half: Answer = (_, response) =>
      void response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 300_000));
    const whole = nugetFeed(bytes);
    const stuck = nugetFeed(bytes, { file: half });
    const good = feed;
    feed = await hostOf((...args) => (feed.asked.length <= 4 ? stuck : whole)(...args));
    await good.close();
    const child = start('enable', 'download:1', { JOULEMARK_TEST_WAIT: 'open' });
    const all = text(child.stdout!);
    await once(child.stdout!, 'data');
    child.kill('SIGINT');
    const [, told = ''] = (await all).split('\n');
    expect(JSON.parse(told)).toMatchObject({
      code: 'interrupted',
      remedy: expect.stringContaining('resumes'),
    });
    expect(readdirSync(made.binary)).toEqual([BINARY]);
    await enable();
    expect(feed.asked.at(-1)).toMatch(/\.nupkg bytes=[1-9]\d*-$/);
    await expectInstalled();
  });
});

describe('several processes at once', () => {
  it('install once, and all succeed', async () => {
    const ends = await Promise.all([1, 2, 3].map(() => text(start('enable').stdout!)));
    expect(ends.sort()).toEqual(['done, 0 installed\n', 'done, 0 installed\n', 'done, 3 installed\n']);
    expect(feed.asked.filter((line) => line.includes('.nupkg'))).toHaveLength(1);
    await expectInstalled();
  });
});
