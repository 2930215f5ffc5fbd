import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignature, signerOf } from '#store/keys/ed25519.ts';
import { madeSigner, signerOfBytes } from '#test/support/made-keys.ts';

const message = new TextEncoder().encode('joulemark.submission/1 abc');

describe('signerOf', () => {
  it('signs as RFC 8032 has it (test 2)', () => {
    const secret = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
    const signer = signerOfBytes(Buffer.from(secret, 'hex'));
    expect(signer.publicKey).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    expect(signer.sign(Uint8Array.of(0x72))).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });

  it('signs the same message in the same way each time', () => {
    expect(madeSigner(1).sign(message)).toBe(madeSigner(1).sign(message));
  });

  it('takes no other kind of key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => signerOf(privateKey)).toThrow(TypeError);
    expect(() => signerOf(publicKey)).toThrow(TypeError);
  });
});

describe('isSignature', () => {
  const { publicKey, sign } = madeSigner(1);
  const value = sign(message);

  it('holds for the key, the message and the value, and for no other of them', () => {
    expect(isSignature(publicKey, message, value)).toBe(true);
    expect(isSignature(madeSigner(2).publicKey, message, value)).toBe(false);
    expect(isSignature(publicKey, new TextEncoder().encode('another'), value)).toBe(false);
    expect(isSignature(publicKey, message, sign(Uint8Array.of(1)))).toBe(false);
  });

  it('is false for each changed digit of the value', () => {
    for (let index = 0; index < value.length; index += 1) {
      const digit = value[index] === '0' ? '1' : '0';
      const changed = value.slice(0, index) + digit + value.slice(index + 1);
      expect(isSignature(publicKey, message, changed)).toBe(false);
    }
  });

  it('is false for what is no key or no value, and never throws', () => {
    const texts = ['', 'x', publicKey.toUpperCase(), `${publicKey}00`, 'f'.repeat(64), '__proto__'];
    for (const text of texts) expect(isSignature(text, message, value)).toBe(false);
    for (const text of ['', 'x', value.toUpperCase(), value.slice(2), 'f'.repeat(128)]) {
      expect(isSignature(publicKey, message, text)).toBe(false);
    }
    const hex = (length: number) =>
      fc
        .uint8Array({ minLength: length, maxLength: length })
        .map((bytes) => Buffer.from(bytes).toString('hex'));
    fc.assert(
      fc.property(fc.oneof(hex(32), fc.string()), fc.oneof(hex(64), fc.string()), (key, text) => {
        expect(isSignature(key, message, text)).toBe(false);
      }),
    );
  });

  it('remembers more keys than it keeps without a wrong answer', () => {
    for (let number = 0; number < 1100; number += 1) {
      isSignature(number.toString(16).padStart(64, '0'), message, value);
    }
    expect(isSignature(publicKey, message, value)).toBe(true);
  });
});
