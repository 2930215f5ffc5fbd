import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAppKey } from '#store/keys/installation-key.ts';
import { plainKeyPath, protectedKeyPath } from '#store/keys/key-folder.ts';
import { trustedKeysPath } from '#store/keys/trusted-keys.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';

let cli: FakeCli;
beforeEach(() => {
  cli = fakeCli();
});
afterEach(() => rmSync(cli.folder, { recursive: true }));

const key = (...options: string[]) => cli.run('leaderboard', 'key', ...options);
const trust = (...args: string[]) => cli.run('leaderboard', 'trust', ...args);
const KEY = '0123456789abcdef'.repeat(4);
/** Stands for a key ring. */
const protection = { protect: (bytes: Uint8Array) => bytes, reveal: (bytes: Uint8Array) => bytes };

describe('leaderboard key', () => {
  it('prints the key alone on stdout, the same each time, and on stderr where it lies', async () => {
    const first = await key();
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^ed25519:[0-9a-f]{64}\n$/);
    expect(first.stderr).toContain(plainKeyPath(cli.places.dataDir));
    expect((await key()).stdout).toBe(first.stdout);
    const [secret = ''] = readFileSync(plainKeyPath(cli.places.dataDir), 'utf8').split('\n').slice(1);
    expect(first.stdout + first.stderr).not.toContain(secret);
  });

  it('prints the app’s own, too, where it has one', async () => {
    const { publicKey } = (await openAppKey(cli.places.dataDir, protection)).signer;
    const { stdout, stderr } = await key();
    expect(stdout).not.toContain(publicKey);
    expect(stderr).toContain(`ed25519:${publicKey}`);
    expect(JSON.parse((await key('--json')).stdout)).toEqual({
      publicKey: stdout.trim().slice('ed25519:'.length),
      file: plainKeyPath(cli.places.dataDir),
      app: { publicKey, file: protectedKeyPath(cli.places.dataDir) },
    });
  });

  it('says that others could read its file, and mends that', async () => {
    await key();
    const path = plainKeyPath(cli.places.dataDir);
    chmodSync(path, 0o664);
    expect((await key()).stderr).toContain('could be read by other users');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('leaderboard trust', () => {
  it('gives names to what the key command prints, lists and forgets them', async () => {
    const own = (await key()).stdout.trim();
    expect(await trust('add', `ed25519:${KEY.toUpperCase()}`, 'Anna’s lab')).toMatchObject({ code: 0 });
    const { stdout } = await trust('list');
    expect(stdout).toMatch(new RegExp(`│ this installation │ ${own.slice(8)} │ +│`));
    expect(stdout).toMatch(new RegExp(`│ Anna’s lab +│ ${KEY} │ \\d{4}-\\d\\d-\\d\\d │`));
    expect(await trust('remove', 'anna’s lab')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(KEY),
    });
    expect((await trust('list')).stdout).not.toContain(KEY);
  });

  it('lists as JSON which keys are of this installation, named or not', async () => {
    expect(JSON.parse((await trust('list', '--json')).stdout)).toEqual({ keys: [] });
    const own = (await key()).stdout.trim();
    await trust('add', KEY, 'lab');
    await trust('add', own, 'my laptop');
    const added = { addedAt: expect.any(String) };
    expect(JSON.parse((await trust('list', '--json')).stdout)).toEqual({
      keys: [
        { publicKey: own.slice(8), name: 'my laptop', own: true, ...added },
        { publicKey: KEY, name: 'lab', own: false, ...added },
      ],
    });
    expect((await trust('list')).stdout).toContain('my laptop, this installation');
  });

  it('says what is wrong with a key or a name, and adds nothing', async () => {
    const wrong = [
      ['abc', 'lab', 'is no key'],
      [KEY, 'This Installation', 'stands for the key of this installation'],
      [KEY, '\u001b[31mred', 'cannot be seen'],
    ];
    for (const [given = '', name = '', why = ''] of wrong) {
      const { code, stderr } = await trust('add', given, name);
      expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
      expect(stderr).not.toContain('\u001b');
    }
    expect((await trust('remove', 'lab')).code).toBe(2);
    expect(JSON.parse((await trust('list', '--json')).stdout)).toEqual({ keys: [] });
  });

  it('refuses a broken file and leaves it', async () => {
    await trust('add', KEY, 'lab');
    writeFileSync(trustedKeysPath(cli.places.dataDir), '{');
    for (const args of [['list'], ['add', KEY, 'lab'], ['remove', 'lab']]) {
      expect(await trust(...args)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(trustedKeysPath(cli.places.dataDir)),
      });
    }
    expect(readFileSync(trustedKeysPath(cli.places.dataDir), 'utf8')).toBe('{');
  });
});
