import { generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSignature } from '#store/keys/ed25519.ts';
import { openAppKey, openCommandLineKey, ownPublicKeys } from '#store/keys/installation-key.ts';
import { readKeyFile } from '#store/keys/key-file.ts';
import { plainKeyPath, protectedKeyPath } from '#store/keys/key-folder.ts';
import type { Protection } from '#store/keys/protected-key.ts';

let folder = '';
let dataDir = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-keys-'));
  dataDir = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** Stands for a key ring; what it protects cannot be read without it. */
const ring = (password = 0x5a): Protection => ({
  protect: (bytes) => Uint8Array.of(password, ...bytes.map((byte) => byte ^ password)),
  reveal([first, ...bytes]) {
    if (first !== password) throw new Error('the wrong password');
    return Uint8Array.from(bytes, (byte) => byte ^ password);
  },
});

function plant(text: string, path = plainKeyPath(dataDir)): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
}

describe('the key of the command line', () => {
  it('is made at its first use, and is the same from then on', async () => {
    const first = await openCommandLineKey(dataDir);
    expect(first).toMatchObject({
      path: plainKeyPath(dataDir),
      isNew: true,
      isProtected: false,
      notices: [],
    });
    const again = await openCommandLineKey(dataDir);
    expect(again).toMatchObject({ isNew: false, notices: [] });
    expect(again.signer.publicKey).toBe(first.signer.publicKey);
    const message = Uint8Array.of(1, 2, 3);
    expect(isSignature(first.signer.publicKey, message, again.signer.sign(message))).toBe(true);
  });

  it('lies in a file that its owner alone may read, in such a folder, and nothing is beside it', async () => {
    const { path } = await openCommandLineKey(dataDir);
    expect([modeOf(path), modeOf(dirname(path))]).toEqual([0o600, 0o700]);
    expect(readdirSync(dirname(path))).toEqual(['installation.pem']);
  });

  it('is another one in another data folder', async () => {
    const [one, two] = [await openCommandLineKey(dataDir), await openCommandLineKey(join(folder, 'other'))];
    expect(one.signer.publicKey).not.toBe(two.signer.publicKey);
  });

  it('takes a file that others can read from them, and says so once', async () => {
    const { path, signer } = await openCommandLineKey(dataDir);
    chmodSync(path, 0o644);
    const mended = await openCommandLineKey(dataDir);
    expect(mended.signer.publicKey).toBe(signer.publicKey);
    expect(mended.notices).toEqual([expect.stringContaining(`${path} could be read by other users`)]);
    expect(modeOf(path)).toBe(0o600);
    expect((await openCommandLineKey(dataDir)).notices).toEqual([]);
  });

  it.each([
    ['is empty', ''],
    ['is blank', '\n\n'],
    ['is no PEM', 'hello'],
    ['is torn', '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw'],
    ['is an RSA key', rsaPem()],
    ['is a public key', publicPem()],
    ['is much too long', 'x'.repeat(100_000)],
  ])('is not replaced when its file %s: that is said, with what to do', async (_what, text) => {
    plant(text);
    const fault = { code: 'key-unreadable', remedy: expect.stringContaining('move it away') };
    const opening = openCommandLineKey(dataDir);
    await expect(opening).rejects.toMatchObject(fault);
    await expect(opening).rejects.toThrow(plainKeyPath(dataDir));
    if (text.length > 20) await expect(opening).rejects.not.toThrow(text.slice(20, 40));
    expect(readFileSync(plainKeyPath(dataDir), 'utf8')).toBe(text);
    expect(readdirSync(dirname(plainKeyPath(dataDir)))).toEqual(['installation.pem']);
  });

  it('is not read from a folder, nor from a link to nothing', async () => {
    mkdirSync(plainKeyPath(dataDir), { recursive: true });
    await expect(openCommandLineKey(dataDir)).rejects.toMatchObject({ code: 'key-unreadable' });
    const other = join(folder, 'other');
    mkdirSync(dirname(plainKeyPath(other)), { recursive: true });
    symlinkSync(join(folder, 'nothing'), plainKeyPath(other));
    await expect(openCommandLineKey(other)).rejects.toMatchObject({ code: 'key-unreadable' });
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
  });

  it('cannot be kept where the data folder is a file', async () => {
    writeFileSync(dataDir, '');
    await expect(openCommandLineKey(dataDir)).rejects.toMatchObject({
      code: 'key-unreadable',
      message: expect.stringContaining('a part of the path is not a folder'),
    });
  });

  it('is one key when it is asked for many times at once', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => openCommandLineKey(dataDir)));
    expect(new Set(keys.map(({ signer }) => signer.publicKey)).size).toBe(1);
    expect(keys.filter(({ isNew }) => isNew)).toHaveLength(1);
  });
});

describe('readKeyFile', () => {
  it('minds no modes on Windows, where there are none', async () => {
    const { path } = await openCommandLineKey(dataDir);
    chmodSync(path, 0o644);
    expect((await readKeyFile(path, 'win32'))?.notices).toEqual([]);
    expect(modeOf(path)).toBe(0o644);
  });
});

describe('the key of the app', () => {
  it('is that of the command line where the system protects nothing', async () => {
    const [app, cli] = [await openAppKey(dataDir, null), await openCommandLineKey(dataDir)];
    expect([app.isProtected, app.signer.publicKey]).toEqual([false, cli.signer.publicKey]);
  });

  it('is one of its own where the system protects it, the same at each start, and secret', async () => {
    const cli = await openCommandLineKey(dataDir);
    const first = await openAppKey(dataDir, ring());
    expect(first).toMatchObject({ path: protectedKeyPath(dataDir), isProtected: true, isNew: true });
    expect(await openAppKey(dataDir, ring())).toMatchObject({ isNew: false, notices: [] });
    expect(first.signer.publicKey).not.toBe(cli.signer.publicKey);
    expect(await ownPublicKeys(dataDir)).toEqual({
      commandLine: cli.signer.publicKey,
      app: first.signer.publicKey,
      notices: [],
    });
    expect(modeOf(first.path)).toBe(0o600);
    const { secretKey } = JSON.parse(readFileSync(first.path, 'utf8'));
    // PKCS #8 of Ed25519 begins so; protected, it does not.
    expect(Buffer.from(secretKey, 'base64').toString('hex')).not.toContain('302e020100300506032b6570');
  });

  it('is not exchanged for another one while the system cannot reveal it', async () => {
    const { path } = await openAppKey(dataDir, ring());
    const before = readFileSync(path, 'utf8');
    for (const protection of [null, ring(0x11)]) {
      await expect(openAppKey(dataDir, protection)).rejects.toMatchObject({
        code: 'key-unreadable',
        message: expect.stringContaining(path),
        remedy: expect.stringContaining('Unlock the key ring'),
      });
    }
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(dirname(path))).toEqual(['app.json']);
  });

  it('is not made where the system fails to protect it', async () => {
    const failing: Protection = {
      ...ring(),
      protect: () => {
        throw new Error('no key ring today');
      },
    };
    await expect(openAppKey(dataDir, failing)).rejects.toMatchObject({ code: 'key-unreadable' });
    expect(existsSync(protectedKeyPath(dataDir))).toBe(false);
  });

  it('is refused where its halves do not belong together, or the file holds something else', async () => {
    const { path } = await openAppKey(dataDir, ring());
    const file = JSON.parse(readFileSync(path, 'utf8'));
    plant(JSON.stringify({ ...file, publicKey: 'a'.repeat(64) }), path);
    await expect(openAppKey(dataDir, ring())).rejects.toThrow('do not belong together');
    for (const text of [
      '{}',
      'null',
      '{"schema":"joulemark.protected-key/1"}',
      '[',
      JSON.stringify({ ...file, secretKey: '!' }),
    ]) {
      plant(text, path);
      await expect(openAppKey(dataDir, ring())).rejects.toMatchObject({ code: 'key-unreadable' });
      await expect(ownPublicKeys(dataDir)).rejects.toMatchObject({ code: 'key-unreadable' });
    }
  });
});

describe('ownPublicKeys', () => {
  it('makes none', async () => {
    expect(await ownPublicKeys(dataDir)).toEqual({ commandLine: null, app: null, notices: [] });
    expect(existsSync(dataDir)).toBe(false);
  });
});

function rsaPem(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
}

function publicPem(): string {
  return generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }) as string;
}
