/** SHA-512 as NuGet and people write it. */
import type { Checksum } from '#catalogue/download/checksum.ts';
import { Fault } from '#core/errors.ts';

/** Null for text that is not 64 bytes of Base64. */
export function base64Checksum(text: string): Checksum | null {
  const isWhole = /^[A-Za-z0-9+/]{86}==$/.test(text);
  return isWhole ? { algorithm: 'sha512', hex: Buffer.from(text, 'base64').toString('hex') } : null;
}

/** Of an argument: Base64 as NuGet shows it, or hexadecimal as `sha512sum` prints it. Throws `wrong-usage`. */
export function givenChecksum(text: string): Checksum {
  if (/^[0-9a-f]{128}$/i.test(text)) return { algorithm: 'sha512', hex: text.toLowerCase() };
  const checksum = base64Checksum(text);
  if (checksum !== null) return checksum;
  throw new Fault('wrong-usage', '--sha512 takes 88 characters of Base64, or 128 hexadecimal digits', {
    remedy: 'Print it with: openssl dgst -sha512 -binary PACKAGE | base64 -w0',
  });
}
