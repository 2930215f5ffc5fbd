import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReceipt, receiptPath, writeReceipt, type Receipt } from '#runner/provider-files/receipt.ts';
import { base64Checksum, givenChecksum } from '#runner/provider-files/sha512.ts';
import { FILE_NAMES, findTarget } from '#runner/provider-files/target.ts';
import { madeInstallation, type Installation } from '#test/support/made-installation.ts';

let made: Installation;
beforeEach(() => {
  made = madeInstallation();
});
afterEach(() => rm(made.root, { recursive: true }));

const DIGEST = createHash('sha512').update('x').digest();

describe('a SHA-512', () => {
  it('is taken in Base64 or in hexadecimal of either case', () => {
    const hex = DIGEST.toString('hex');
    for (const text of [DIGEST.toString('base64'), hex, hex.toUpperCase()]) {
      expect(givenChecksum(text)).toEqual({ algorithm: 'sha512', hex });
    }
  });

  it('of another length or alphabet is refused, with the way to make one', () => {
    const base64 = DIGEST.toString('base64');
    for (const text of [
      '',
      'abc',
      base64.slice(1),
      `${base64}=`,
      ` ${base64}`,
      DIGEST.toString('base64url'),
    ]) {
      expect(base64Checksum(text)).toBeNull();
      expect(() => givenChecksum(text)).toThrow(
        expect.objectContaining({ code: 'wrong-usage', remedy: expect.stringContaining('openssl') }),
      );
    }
  });
});

describe('the place of the libraries', () => {
  it('is beside the binary of the onnxruntime-node that is installed, in its version', async () => {
    expect(await findTarget(made.places, 'linux/x64')).toEqual({ folder: made.binary, version: '1.30.0' });
  });

  it('lies beside the archive of an installed app, not in it', async () => {
    const resources = join(made.root, 'resources');
    const runtime = 'node_modules/onnxruntime-node';
    const binary = join(resources, 'app.asar.unpacked', runtime, 'bin/napi-v6/linux/x64');
    mkdirSync(binary, { recursive: true });
    writeFileSync(join(binary, 'onnxruntime_binding.node'), 'made');
    // A folder stands for the archive: Electron's Node reads both alike.
    mkdirSync(join(resources, 'app.asar', runtime), { recursive: true });
    writeFileSync(join(resources, 'app.asar', runtime, 'package.json'), '{"version":"1.30.0"}');
    const places = { ...made.places, packageRoot: join(resources, 'app.asar') };
    expect((await findTarget(places, 'linux/x64')).folder).toBe(binary);
  });

  it('is on Linux with x64 only; elsewhere it says what there is instead', async () => {
    const said: Record<string, RegExp> = {
      'win32/x64': /DirectML/,
      'darwin/arm64': /coreml/,
      'linux/arm64': /joulemark devices/,
    };
    for (const [platform, remedy] of Object.entries(said)) {
      await expect(findTarget(made.places, platform)).rejects.toMatchObject({
        code: 'provider-missing',
        message: expect.stringContaining(platform),
        remedy: expect.stringMatching(remedy),
      });
    }
  });

  it('is nowhere without onnxruntime-node, or without its binary', async () => {
    rmSync(join(made.binary, 'onnxruntime_binding.node'));
    await expect(findTarget(made.places, 'linux/x64')).rejects.toMatchObject({
      code: 'provider-missing',
      remedy: expect.stringContaining('npm ci'),
    });
    rmSync(join(made.places.packageRoot, 'node_modules'), { recursive: true });
    await expect(findTarget(made.places, 'linux/x64')).rejects.toMatchObject({ code: 'provider-missing' });
  });
});

describe('a receipt', () => {
  const receipt = (): Receipt => ({
    schema: 'joulemark.provider-files/1',
    package: 'P',
    version: '1.30.0',
    source: 'https://example.com/p',
    sha512: DIGEST.toString('hex'),
    vouchedBy: 'feed',
    folder: made.binary,
    files: FILE_NAMES.map((name) => ({ name, bytes: 1, sha256: 'a'.repeat(64) })),
    at: '2026-01-02T00:00:00.000Z',
  });

  it('is read as it was written, one for each folder', async () => {
    const path = receiptPath(made.places.dataDir, made.binary);
    expect(await readReceipt(path)).toBeNull();
    await writeReceipt(path, receipt());
    expect(await readReceipt(path)).toEqual(receipt());
    expect(receiptPath(made.places.dataDir, '/another')).not.toBe(path);
  });

  it('that names other files, or is damaged, is refused and not taken for none', async () => {
    const path = receiptPath(made.places.dataDir, made.binary);
    mkdirSync(dirname(path), { recursive: true });
    const other = { ...receipt(), files: [{ name: '../x', bytes: 1, sha256: 'a'.repeat(64) }] };
    for (const text of [
      '',
      '{',
      'null',
      JSON.stringify(other),
      JSON.stringify({ ...receipt(), schema: 'x' }),
    ]) {
      writeFileSync(path, text);
      await expect(readReceipt(path)).rejects.toMatchObject({
        code: 'file-unreadable',
        remedy: expect.stringContaining(path),
      });
    }
  });
});
