/** Real processes that make the key of one installation at once, or cannot make it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openCommandLineKey } from '#store/keys/installation-key.ts';
import { plainKeyPath } from '#store/keys/key-folder.ts';
import { buildEntry } from '#test/support/build-entry.ts';

let program = '';
beforeAll(async () => {
  program = await buildEntry('test/support/key-process.ts');
});

let folder = '';
let dataDir = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-key-processes-'));
  dataDir = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true }));

interface Made {
  readonly publicKey: string;
  readonly isNew: boolean;
}

/** `ready` resolves when it only waits for the start file; `made` when it has ended. */
function opener(startFile: string): { ready: Promise<void>; made: Promise<Made> } {
  const child = spawn(process.execPath, [program, dataDir, startFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, 'line').then(() => undefined);
  const made = ready.then(async () => JSON.parse((await once(lines, 'line'))[0]) as Made);
  return { ready, made };
}

async function outcome(child: ChildProcess) {
  const [complaint, [code]] = await Promise.all([
    text(child.stderr!),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { complaint, code };
}

const keyFiles = () => readdirSync(dirname(plainKeyPath(dataDir)));

describe('processes that make the key at once', () => {
  it.each([1, 2, 3, 4])('end with one key, made by one of them (time %i)', async () => {
    const startFile = join(folder, 'start');
    const openers = [opener(startFile), opener(startFile)];
    await Promise.all(openers.map(({ ready }) => ready));
    expect(existsSync(dataDir)).toBe(false);
    writeFileSync(startFile, '');
    const made = await Promise.all(openers.map((each) => each.made));
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
    const { signer } = await openCommandLineKey(dataDir);
    expect(made.map(({ publicKey }) => publicKey)).toEqual([signer.publicKey, signer.publicKey]);
    expect(keyFiles()).toEqual(['installation.pem']);
  });
});

describe('a process without space for the key', () => {
  it('says so, and leaves neither a broken key nor a half of one', async () => {
    // Files that may not grow at all stand for a full disk.
    const args = ['-c', 'ulimit -f 0; exec "$@"', 'limited', process.execPath, program, dataDir];
    const { complaint, code } = await outcome(spawn('bash', args, { stdio: ['ignore', 'ignore', 'pipe'] }));
    expect(code).toBe(1);
    expect(JSON.parse(complaint)).toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(plainKeyPath(dataDir)),
    });
    expect(keyFiles()).toEqual([]);
    expect((await openCommandLineKey(dataDir)).isNew).toBe(true);
  });
});
